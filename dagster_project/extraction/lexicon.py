"""Words that the extractor knows: heads of victim phrases, and the words that structure a clause.

What does not belong here: names of actors and places (they are seeds), and casualty triggers
(triggers.py).
"""

# Heads of phrases that name people, by what they say of them:
# C civilian, S state or security force, M non-state armed, U no telling.
_SINGULAR = {
    "C": """
    civilian resident villager citizen local townsman townswoman passenger passerby passer-by
    bystander onlooker pedestrian commuter motorist motorcyclist cyclist biker driver co-driver
    conductor pilot trucker protester protestor demonstrator marcher activist campaigner
    unionist worker labourer laborer employee farmer peasant shepherd herder herdsman fisherman
    seaman trader merchant shopkeeper businessman businesswoman entrepreneur contractor engineer
    administrator technician mechanic electrician mason carpenter tailor barber cook waiter waitress
    bartender vendor hawker cashier clerk manager supervisor accountant banker broker salesman
    teacher headmaster principal professor lecturer student pupil schoolboy schoolgirl
    schoolchild doctor physician surgeon nurse paramedic medic pharmacist midwife health-worker
    aid-worker journalist reporter photographer cameraman photojournalist editor correspondent
    broadcaster anchor newsman blogger writer poet artist singer musician actor dancer comedian
    lawyer attorney judge magistrate prosecutor jurist priest bishop archbishop nun monk pastor
    imam mukhtar muezzin recipient sunbather
    cleric preacher mullah rabbi missionary worshipper worshiper pilgrim congregant
    churchgoer seminarian jesuit politician lawmaker legislator senator congressman
    congresswoman deputy parliamentarian councillor councilor councilman mayor governor
    minister ex-minister president ex-president vice-president ambassador diplomat consul
    candidate hopeful chairman chairwoman sarpanch headman village-head panchayat elder sheikh
    tribesman chieftain official bureaucrat secretary spokesman spokeswoman executive director
    woman girl boy child kid baby infant toddler teen teenager teenage youth youngster
    adolescent mother father son daughter sister brother wife husband grandmother grandfather
    grandson granddaughter uncle aunt nephew niece cousin parent sibling relative family-member
    in-law widow fiance fiancee girlfriend boyfriend neighbour neighbor friend classmate
    roommate guest tenant homeowner landlord owner customer shopper patron client partygoer
    reveler reveller clubgoer concertgoer spectator fan player coach athlete footballer tourist
    visitor traveller traveler vacationer foreigner expatriate immigrant migrant refugee
    asylum-seeker evacuee hostage captive abductee inmate prisoner detainee convict parolee
    tribal adivasi dalit muslim hindu christian sikh jew shiite sunni yazidi kurd christian
    informer informant supporter sympathiser sympathizer follower party-worker maid housekeeper
    servant gardener janitor custodian caretaker watchman doorman scientist researcher academic
    scholar scout volunteer humanitarian firefighter fireman rescuer miner quarryworker
    woodcutter sweeper porter guide translator interpreter settler nomad camper hunter hiker
    jogger retiree pensioner veteran newlywed bride groom schoolteacher housewife homemaker
    juvenile stepfather stepmother stepson stepdaughter stepbrother stepsister step-father
    step-mother step-son step-daughter mother-in-law father-in-law son-in-law daughter-in-law
    sister-in-law grandchild grandparent mom mum dad grandma grandpa ex-wife ex-husband
    ex-girlfriend ex-boyfriend newborn lady guy preteen rapper bouncer godmother godfather
    coworker half-brother half-sister great-grandmother great-grandfather great-aunt party-goer
    club-goer teammate schoolmate housemate
    grocer butcher baker taxi-driver rickshaw-puller cabbie industrialist landowner rancher
    planter landlord moneylender mla mp bdo sdo
    peacemaker mediator negotiator observer monitor delegate
    operator helper cleaner handler vendor staffer functionary panchayat-member ward-member
    postman advisor adviser
    escort fisher farmhand boatman ferryman gravedigger plumber painter beggar sexton chef chauffeur
    deckhand referee scavenger ragpicker deacon dignitary prostitute orphan spouse foreman
    squatter lodger stranger hitchhiker islander bedouin parishioner devotee tribeswoman
    noncombatant non-combatant returnee deminer beekeeper woodsman logger lumberjack bricklayer
    welder blacksmith goldsmith jeweller jeweler weaver potter shoemaker cobbler hairdresser
    lifeguard mailman deliveryman longshoreman boatswain crewmember stewardess mountaineer
    climber sacristan evangelist healer herbalist shaman alderman surveyor architect vaccinator
    dentist veterinarian forester spy recruiter mufti maulana moneychanger money-changer
    treasurer registrar undergraduate
    analyst consultant intellectual economist rector dean seminarist catechist
    leader unionist american european westerner israeli palestinian bodyguard
    """,
    "S": """
    soldier troop trooper policeman policewoman officer cop constable jawan sergeant corporal
    captain lieutenant major colonel general brigadier commander-in-chief private sub-inspector
    inspector superintendent deputy-superintendent sepoy havildar subedar naik lance-naik
    commandant serviceman servicewoman airman sailor marine cadet recruit conscript ranger
    peacekeeper guardsman border-guard gendarme paramilitary commando paratrooper reservist
    carabinero detective sheriff bailiff marshal patrolman lawman enforcer agent securityman
    lieutenant-colonel warden jailer jailor homeguard greyhound askari trooper legionnaire
    crewman servicemember noncommissioned-officer nco asi dsp pso sho sdpo jco nco
    ex-soldier ex-policeman policemen-driver deputy-sheriff spo defender
    regular bombardier grenadier artilleryman dragoon fusilier sapper rifleman
    """,
    "M": """
    militant rebel insurgent guerrilla guerilla terrorist extremist fighter combatant gunman
    militiaman jihadist jihadi islamist radical separatist maoist naxalite naxal naxalist ultra
    cadre commander sub-commander bandit dacoit criminal gangster gang-member gunner shooter
    assailant attacker bomber hijacker kidnapper abductor raider marauder mercenary vigilante
    talib mujahid fidayeen subversive paramilitary lwe
    secessionist loyalist outlaw robber thief
    burglar looter smuggler trafficker drug-dealer poacher pirate hitman sniper warlord emir
    ringleader mastermind operative facilitator courier warrior suspect perpetrator intruder
    terror-suspect ex-militant ex-rebel ex-fighter bombmaker bomb-maker
    contra miscreant rioter herdsman-fighter senderista
    """,
    "U": """
    person individual human man male female victim casualty member personnel adult fatality
    survivor dead deceased occupant inhabitant people native national someone somebody body
    other brother-in-law one figure leader head chief boss aide assistant deputy associate
    colleague comrade co-worker participant recruit defector deserter employee staffer crew
    compatriot guard accomplice associate companion guardian
    """,
}
_IRREGULAR = {
    "person": "persons people",
    "child": "children",
    "schoolchild": "schoolchildren",
    "passerby": "passersby passerbys",
    "passer-by": "passers-by",
    "mother": "mothers",
    "personnel": "personnel personnels",
    "people": "people peoples",
    "troop": "troops",
    "crew": "crews",
    "dead": "dead",
    "deceased": "deceased",
    "youth": "youths",
    "wife": "wives",
    "housewife": "housewives",
    "thief": "thieves",
    "headman": "headmen",
    "muslim": "muslims",
    "mujahid": "mujahideen mujahedin mujahidin",
    "jihadi": "jihadis",
    "talib": "talibs taliban",
    "commander-in-chief": "commanders-in-chief",
    "in-law": "in-laws",
    "mother-in-law": "mothers-in-law",
    "father-in-law": "fathers-in-law",
    "son-in-law": "sons-in-law",
    "daughter-in-law": "daughters-in-law",
    "sister-in-law": "sisters-in-law",
    "grandchild": "grandchildren",
    "fidayeen": "fidayeen",
    "body": "bodies",
    "teenage": "",
    "someone": "",
    "somebody": "",
    "other": "others",
    "one": "ones",
    "fan": "fans",
}


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("man") and not word.endswith("human"):
        return word[:-3] + "men"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "ch", "sh", "x")):
        return word + "es"
    return word + "s"


SINGULAR_PERSON: dict[str, str] = {}
PLURAL_PERSON: dict[str, str] = {}
for _kind, _words in _SINGULAR.items():
    for _word in _words.split():
        SINGULAR_PERSON.setdefault(_word, _kind)
        for _form in _plural(_word).split():
            PLURAL_PERSON.setdefault(_form, _kind)
for _word in (
    "personnel",
    "people",
    "troops",
    "bodies",
    "dead",
    "police",
    "policemen",
    "deceased",
    "crew",
):
    SINGULAR_PERSON.pop(_word, None)
PLURAL_PERSON |= {
    "people": "U",
    "police": "S",
    "troops": "S",
    "forces": "S",
    "elements": "M",
    "family members": "C",
    "crewmen": "S",
    "lives": "U",
    "staff": "U",
    "women": "C",
    "soldiery": "S",
    "militia": "M",
    "infantry": "S",
    "marines": "S",
    "sfs": "S",
    "spos": "S",
    "regulars": "S",
    "folk": "C",
    "folks": "C",
    "souls": "U",
    "others": "U",
    "victims": "U",
    "men": "U",
    "noncombatants": "C",
    "non-combatants": "C",
    "bystanders": "C",
}
PLURAL_PERSON |= dict.fromkeys(
    """
    afghans africans americans armenians australians azerbaijanis bangladeshis bosnians
    cameroonians canadians chadians chechens colombians egyptians emiratis eritreans
    ethiopians europeans filipinos frenchmen georgians germans guatemalans haitians hazaras
    hondurans indians indonesians iranians iraqis israelis italians jordanians kenyans kosovars
    kurds kuwaitis libyans malians mexicans moroccans mozambicans nepalis nigerians
    nigeriens pakistanis palestinians peruvians poles rohingyas russians rwandans salvadorans
    saudis serbs shiites sikhs somalis spaniards sunnis syrians tajiks
    tanzanians thais tunisians turks ugandans ukrainians uzbeks venezuelans yazidis yemenis
    zimbabweans
    """.split(),
    "U",
)
# Adjectives as often as nouns: they head a phrase only where no other noun follows.
ADJECTIVE_PERSON = frozenset(
    """
    radical regular general private major native national local male female minor human tribal
    christian muslim hindu sikh jew shiite sunni yazidi kurd american european israeli
    palestinian paramilitary islamist maoist naxalite naxal separatist rebel insurgent
    guerrilla guerilla terrorist extremist jihadist jihadi militant dead deceased deputy
    criminal youth teen teenage adult loyalist secessionist dalit adivasi subversive marine
    marines police student one head chief suspect ultra civilian soldier army fellow personnel
    humanitarian staff taliban talibs mujahideen
    """.split()
)

# "three personnel" are of the security forces; these are not.
CIVIL_PERSONNEL = frozenset(
    """
    medical hospital health civilian civil rescue relief poll polling election embassy diplomatic
    administrative humanitarian un aid ngo airport ground technical mission support
    """.split()
)

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those his her its their our my your of in on at by for with from
    to into onto over under near during after before since until till while when where who whom
    whose which as than though although because if unless and or but nor so yet is are was were
    be been being am has have had having do does did will would could should may might must can
    shall not no never he she it they we you i him them us there here up down out off about
    against between among amongst across through along around behind beyond within without via
    per despite amid upon toward towards inside outside following including also then later
    meanwhile however said says told added reported according least more most few both all each
    every some any such very only just what how why ago
    """.split()
)

AUXILIARIES = frozenset(
    "was were is are be been being has have had having got get gets getting 's 're 've did".split()
)
PASSIVE_AUXILIARIES = frozenset("was were is are be been being got get gets getting".split())
SINGULAR_AUXILIARIES = frozenset("was is has".split())
PLURAL_AUXILIARIES = frozenset("were are have".split())
SUBORDINATORS = frozenset(
    """
    when after before while because if since until although though whereas as where once amid
    following during despite unless
    """.split()
)
PREPOSITIONS = frozenset(
    """
    in on at by for with from to into onto over under near of during through across against
    between among amongst inside outside around behind beyond within without via per amid
    toward towards along about upon than
    """.split()
)
# Adverbs that may stand between the words of a verb group.
ADVERBS = frozenset(
    """
    reportedly also later then already subsequently allegedly seriously critically fatally
    mortally badly severely grievously slightly lightly instantly immediately apparently
    mistakenly accidentally brutally all both each still just now only even almost nearly
    either not never ever initially eventually confirmed believed suspected thought known estimated
    feared presumed said reported
    claimed recently earlier yesterday today tonight again thus there pronounced declared found
    left listed least themselves himself herself since so
    """.split()
)
# Units and things that take a number and can stand beside a casualty verb without being people.
NOT_PEOPLE = frozenset(
    """
    years year months month weeks week days day hours hour minutes minute seconds second times
    time kilometres kilometers kilometre kilometer km kms miles mile metres meters feet yards
    percent dollars rupees pounds euros shots shot rounds round bullets bullet shells shell
    rockets rocket grenades grenade bombs bomb mines mine landmines ieds ied rifles rifle guns
    gun pistols weapons vehicles vehicle cars car trucks truck buses bus tanks tank motorcycles
    houses house homes home buildings building shops schools villages village districts
    provinces states cities city towns town blocks block attacks attack incidents incident
    explosions explosion blasts blast clashes clash strikes strike raids raid operations
    operation cases case occasions places place locations areas sites camps camp bases posts
    post checkpoints cattle cows goats sheep dogs dog animals horses elephants bears lions am
    pm a.m p.m a.m. p.m. noon midnight oclock kg kilograms tonnes tons litres gallons pages
    reasons families family groups group gangs units unit battalions brigades companies
    platoons squads teams organizations parties countries nations hospitals injuries wounds
    deaths killings murders charges counts hideout hideouts dump dumps factory factories den dens
    racket money organization organisation agency plane helicopter airplane airliner warplane
    warplanes jet jets ambulance ambulances van vans jeep jeeps tractors trailers mosques churches
    banks embassies newspapers branch branches
    stronghold strongholds cache caches network networks outfit literature posters leaflets arms
    positions position training cell cells k-9 k9 helicopters aircraft planes drones boats
    ships convoys convoy patrols patrol trains oil barrels generations seasons games points
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday gmt est edt pst ist hrs
    """.split()
)
MONTHS = frozenset(
    """
    january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec
    """.split()
)
MONTHS_AND_DAYS = frozenset(
    """
    january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct
    nov dec mon tue tues wed thu thurs fri sat sun today yesterday tonight tomorrow
    christmas thanksgiving easter halloween ramadan diwali
    """.split()
)
