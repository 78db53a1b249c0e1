"""Common English words that are also names, for texts whose capitals tell nothing.

Source: the names of GeoNames' towns of 5,000 and more, and of regions, among the 25,000 commonest
English words; of these, the ones that news uses as words and not as names.
"""

TOWNS_AND_WORDS = frozenset(
    """
    act airport allen alley alliance along alot altar alter angle angles annex area army
    ascension august bake band bank banks banning bare barking barrage barren bart base basic
    bath battlefield bear begun bend bent best bites blast bloom bone boom booth bore born
    boulder brake bran branch bred brig bright brush bully bush bust cage canal capital care
    car carry cars casa casino castle cathedral cave celebration cell centennial center central
    centre cents chair chamber champion change chat choir chop citadel cite city clot coal coin
    colony coma come commerce conception concord cone confederation consolation constitution
    cordon cork countryside creek crest crossroads date dawn deal dent dire diss district dome
    downside downtown drama drone drug dual earnest east eastern economy elector empire enter
    ever factor fate federation fireworks flashing fleet flushing fore forest forge fortune
    fountain free freedom friendly from frost fully furnace gale garrison gateway gaze glad
    globe goes gold golden grabs grant grants grass grave gray green grenade grin grit grove
    guise gulf guns hail hall hamlet hang hard harp harvest hazard headquarters highlands hire
    hole holiday holt homeland homestead hook hope hull hunt hurricane incline independence jade
    jubilee junction june justice keen king kite lakes lame landing lane lavender lawn legacy
    lend lent lessen liberal liberation liberty line linen lively loan lone long loop luck lure
    made mafia make makes male manage mania manor marathon maritime market marks mascot mass
    mast media mentor mere merit midlands mile mill mine minus miss mission mobile model modern
    mold monument more moss most mound much mustang mute nails nato naval needle needles never
    nice nine noble none north northeast northeastern northern northwest northwestern occasion
    oceanic oral orchards outer pace page pains painter pale palms paper paradise parole part
    party passage peer penal people perish perseverance pest pier plain plan plaque plateau plum
    plunge poking pole poles police poll pond pool port possession post price proclamation
    progress prospect proven punch pure rage rail rain rapid reach reading real regina republic
    reserve reservoir rest retreat reunion rich ridge riding rise risen rivers roam robe rock
    rocks roles rouge roundabout rush rustic sack sacks sake sale sales salt same sandwich sauce
    savage save seen semi send shack shaft shaping shields shore shot shut side since sing
    slaughter slide sole solitude solo song sore soul sour south southeast southeastern southern
    southwest southwestern sparks spike split spoken spray spring springs stains star stat steps
    stone story strand strawberry success summer summit sunrise sunset sunshine superior
    surprise swallow swamp sway switch swords tactic tale talent tame tank tape tapping tell
    tells temperance temple tender tent terrace than thorn tilt time tire tone tongue torn
    torrent tour tours town trail trans transit trap trim tune turn twin twist underwood union
    unity university uses valley veto vicar vice villa village villas waits walk warn wary wash
    wave ways wedding week welcome west western whales wings woodland worms worth york young
    zero
    """.split()
)
