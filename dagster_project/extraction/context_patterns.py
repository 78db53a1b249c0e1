"""The words that tell what surrounds a figure: periods, recollections, other events.

All are matched against lower-case text.

Sources of the rules: the codebook's sections on units (aggregates, background) and dates.
"""

from dagster_project.extraction.date_patterns import EVENT_NOUNS
from dagster_project.extraction.watched import watched

# What goes on with another event behind a comma or none.
_GOES_ON = (
    r"and (?=(?:in|on|last|early|late) (?:early |mid-?|late |last )?(?:january|february|march|"
    r"april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day|year|month|week)\b|"
    r"(?:the|an?) (?:[\w'-]+ ){1,4}was (?:killed|murdered|assassinated|shot)\b|"
    # "a bomb killed two in X and gunmen in Y shot dead three"
    r"(?:an? |the |two |three |another |suspected |unidentified |separately )*"
    r"(?:\w+ )?(?:bomb|blast|gunm[ae]n|(?:land)?mine|drone|shell|shelling|strike|airstrike|"
    r"air ?strike|attack|explosion|rocket|missile|militant|rebel|sniper|mortar|ambush|ied|raid|"
    r"suicide bomber)s?\b[^,;.]{0,50}? (?:kill|shot|wound|injur|left|claim|hit|struck))|"
    r"while |(?=(?:bringing|taking|raising|pushing) (?:the|its|their|to)\b)"
)
# "three were killed in X and four in Y"
_MORE_IN = (
    r"(?=(?:an?other |a |\d+ |(?:at least )?(?:one|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty)(?:-\w+)? )(?:more |others? )*"
    r"(?:in|near|at|by) )"
)
# "two were shot in X - among 17 people shot over the weekend"
_AMONG = (
    r"(?=(?:among|(?:one|two|three|four) of) (?:at least |more than )?"
    r"(?:\d+|seven|eight|nine|ten|eleven|twelve|dozens|\w+teen|twenty|thirty)\b)"
)
# Where one event of a sentence ends and another begins. Each form begins with one of three
# characters: a search for them runs fast.
CLAUSE_BREAK = watched(
    rf";|, (?:{_GOES_ON}|and {_MORE_IN}|but |the latest (?:of|in|among) |{_MORE_IN}|{_AMONG})|"
    rf" (?:{_GOES_ON}|and {_MORE_IN}|- {_AMONG}|"
    r"whereas |where (?=\w+ (?:\w+ ){0,3}(?:were|was|had|"
    r"died)) |who (?:was|were|had been) (?=killed|shot|murdered|assassinated)|"
    r"followed (?=(?:the|an?|another) )|came after |comes after |came (?:a|two|three|four|five|"
    r"several) \w+ after |"
    r"after (?!being |having |he |she |they |it )"
    r"|since (?:an?|the|two|three) (?=\w+ ?\w* (?:claimed|attack|bomb|killed|explo|"
    r"blast|shooting|strike|raid))|following (?!day|morning|night|week)(?:the |a )?|days? after |"
    r"weeks? after |like (?:they|the) "
    r"|in (?:retaliation|revenge|response) (?:for|to) |to avenge |to protest |"
    r"protest(?:ing)? against |when in |before )",
    besides=";",
)
# A figure over a period, a war or several incidents is an aggregate. All forms begin with "\b":
# then it is tried once for all of them.
PERIOD = watched(
    r"\bso far\b|\bin total\b|\bin all\b|\bto date\b|\baltogether\b|\boverall\b|"
    r"\bthus far\b|\bevery (?:day|week|month|year)\b|\beach (?:day|week|month|year)\b|"
    r"\bper (?:day|week|month|year)\b|\bannually\b|\bon average\b"
    r"|\b(?:this|the current|last) year alone\b|"
    r"\bsince (?:the )?(?:start|beginning|outbreak|launch|onset|fall|early|mid|late|"
    r"last|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"(?:19|20)\d\d|then|it (?:began|started|erupted)|"
    r"the (?:\w+ ){0,4}(?:began|started|erupted|conflict|war|uprising|insurgency|"
    r"offensive|crisis|attacks? began))"
    r"|\bsince (?:\w+'s |the |its )?(?:\w+ )?(?:invasion|war|conflict|uprising|coup|"
    r"revolution|takeover|outbreak|ceasefire|truce|offensive|independence)\b|"
    r"\bin (?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|(?:19|20)\d\d) alone\b|"
    r"\b(?:is|are) (?:now |still )?(?:taking|claiming) (?:the )?lives\b|"
    r"\b^taking the lives of (?:hundreds|thousands|many)\b|"
    r"\bsince (?:it|they|he|she) (?:was|were) \w+ed\b|"
    r"\braises? to [\d,]+ the number of\b|"
    r"\bsince (?:\w+ ){1,6}(?:began|started|erupted|broke out|took|launched)\b|\bsince \d"
    r"|\b(?:in|over|during|within) (?:the )?(?:past|last|previous|recent|"
    r"preceding) (?:\w+ )?(?:years?|months?|weeks?|decades?|days)\b|"
    r"\b(?:in|during|over|after) (?:the )?(?:\w+|\d+) (?:years|months|weeks|decades) of\b|"
    r"\bin recent (?:years|months|weeks|days)\b|\bover the (?:years|weekend|course)\b"
    r"|\bbring(?:s|ing)? (?:the |to |its |up )|"
    r"\bbrought (?:the |to )(?:total|number|toll)|"
    r"\btotal (?:number )?of (?:people |those |civilians |"
    r"soldiers )?(?:killed|dead|deaths|victims|casualties|fatalities)"
    r"|\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|"
    r"decades?|several|many)[- ](?:year|month|week)s?[- ](?:long |"
    r"old )?(?:civil )?(?:war|conflict|insurgency|rebellion|campaign|fighting|"
    r"uprising)|\b(?:years|months|decades) of (?:war|conflict|fighting|violence|"
    r"insurgency|civil war|strikes)\b"
    r"|\b(?:have|has) (?:been (?:killed|wounded|injured|shot)|died)\b[^.;]{0,60}?"
    r"\bthis (?:week|month)\b"
    r"|\bthis (?:summer|winter|spring|autumn)\b"
    r"|\bthis year\b|\bthroughout the (?:war|conflict)\b|"
    r"\bduring the (?:civil )?war\b|\b(?:has|have|had) (?:claimed|cost|killed|"
    r"left) (?:the lives of |a toll of )?(?:an estimated|more than|over|nearly|about|almost|some|"
    r"at least|around|roughly|up to)? ?(?:[\d,]{4,}|\w+ (?:thousand|million)|tens|"
    r"hundreds|thousands|half a million)"
    r"|\b(?:tens of |hundreds of )?(?:hundreds|thousands)\b[^.;]{0,60}? (?:have|has|had) (?:been "
    r"(?:killed|wounded|injured|murdered|massacred|assassinated|executed|slaughtered)|"
    r"died|perished)\b"
    r"|\b(?:have|has) killed (?:\w+ )?(?:hundreds|thousands)"
    r"|\bbetween (?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december|(?:19|20)\d\d) and\b|"
    r"\b(?:in|during|over) the first (?:\w+ )?(?:days|weeks|months|quarter|half)\b|\ba year\b|"
    r"\bduring (?:january|february|march|april|june|july|august|september|october|november|"
    r"december)\b(?! \d|'s)|"
    r"\bduring the months? of\b|\bduring (?:the |this )?(?:\w+ )?(?:electoral|election) campaign\b|"
    r"\bfrom (?:\d{1,2} )?(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)(?: \d{1,2})?,?(?: \d{4})? (?:to|until|through) (?:\d{1,2} )?(?:january|"
    r"february|march|april|may|june|july|august|september|october|november|december)\b|"
    r"\bin (?:previous|earlier|other) (?:\w+ )?(?:attacks|incidents|bombings|clashes|raids)\b|"
    r"\b(?:war|conflict|insurgency|violence|uprising|rebellion)\b[^.;]{0,60}? (?:has|have|had)"
    r"(?: already)? (?:claimed|cost|left|caused|taken)\b|"
    r"\bpolitical violence\b|\b(?:military|civilian) regimes\b|\bdictatorships?\b|"
    r"\bas of (?:\w+ \d|early|late|today|now|yesterday|this)|"
    r"\bin (?:only|just|less than|under) (?:\w+ )?(?:days|weeks|months|years)\b|"
    r"\bas many as [\d,]+ people (?:die|are killed)",
)
_EVENTS = (
    r"(?:attacks|incidents|raids|bombings|blasts|explosions|clashes|shootings|strikes|air ?strikes|"
    r"ambushes|assaults|encounters|engagements|episodes|operations)"
)
# "in separate attacks": more than one incident.
SEPARATE_EVENTS = watched(
    r"\b(?:in|by|during) (?:\w+ ){0,2}(?:separate|unrelated|different|twin|two|[23]) "
    rf"(?:\w+ ){{0,2}}{_EVENTS}\b"
)
# "in 386 clashes", "during several armed clashes": more than one incident.
MANY_TOLD_AT_ONCE = watched(
    r"\b(?:in|during|by|from|(?:wake|course|result) of) (?:a |the |these )?"
    r"(?:(?:more than|over|about|some|nearly|at least|almost) )?"
    r"(?!(?:19|20)\d\d )"
    r"(?:\d\d+|[3-9]|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens of|scores of|"
    r"various|numerous|many|several|(?:a )?(?:number|series|string|wave|spate) of) "
    r"(?:[\w-]+ ){0,2}?(?:attacks|raids|bombings|clashes|shootings|battles|ambushes|assaults|"
    r"encounters|engagements|confrontations|skirmishes|actions|incidents|operations)\b"
    r"(?!,? (?:including|such as|like)\b)"
    # "planted over 80 bombs, which killed 40"
    r"|\b(?!(?:19|20)\d\d )(?:\d\d\d+|dozens of|scores of|hundreds of) (?:[\w-]+ ){0,2}?"
    r"(?:attacks|raids|bombings|bombs|shootings|ambushes|massacres),? "
    r"(?:killing|leaving|that (?:killed|left))\b"
    # "the recent assassinations in which 10 leaders were killed"
    r"|\b(?:assassinations|murders|massacres|killings) in which\b"
    r"|^a (?:number|series|string|wave|spate) of (?:[\w-]+ ){0,2}?(?:attacks|raids|bombings|"
    r"clashes|killings|murders|assassinations)\b"
    r"|^[^.;]{0,80}\b(?:several|various|numerous) (?:[\w-]+ ){0,2}?(?:attacks|clashes|battles|"
    r"confrontations|skirmishes)\b[^.;]{0,80}\b(?:resulted|left)\b"
)
# "the latest in a series of attacks", "one of seven bombings": one of them.
ONE_OF_MANY = watched(
    r"\b(?:latest|first|second|third|fourth|last|worst|deadliest|bloodiest|biggest|largest|one|part|"
    r"most recent|another)(?: [\w-]+){0,2} (?:of|in)$"
)
# "in different parts of the country": as many places.
ALL_OVER = watched(
    r"\bon (?:several|many|various|numerous|other|previous) occasions\b"
    r"|\b(?:nation|country)wide(?=[,.;:]|$| (?:since|in|on|as|we|have|had)\b)"
    r"|\b(?:across|throughout|all over|around) (?:(?:the )?national territory|"
    r"the (?:whole |entire )?(?:country|nation|republic))\b"
    r"|\bin (?:\w+|\d+) of the (?:country|nation)'s \w+ (?:\w+ )?(?:departments|provinces|states|"
    r"regions|districts)\b"
    r"|\bin (?:various|different|several|many) (?:other )?(?:parts|areas|sectors|regions|"
    r"cities|towns|departments|provinces|points|zones)\b"
)
# "clashes in Ituri and Tshopo provinces": of two at least.
TWO_PROVINCES = watched(
    r"\b(?:in|across) (?:[\w'-]+,? ){1,6}and (?:[\w'-]+ ){1,3}(?:departments|provinces)\b"
)
# Months of fighting in many places, where hundreds died.
CAMPAIGN = watched(r"\boffensives?\b|\bin the (?:\w+ )?(?:conflict|war)\b")
# "in the north and east of X", "in Kunar and Logar provinces": more than one place.
SEVERAL_REGIONS = watched(
    r"\b(?:north|south|east|west|central)(?:ern)?(?:-?(?:east|west)(?:ern)?)? and "
    r"(?:the )?(?:north|south|east|west|central)"
    r"|\b(?:across|throughout) (?:the (?:country|region|province)|"
    r"(?:north|south|east|west)ern)"
    r"|\b(?:provinces|districts|governorates|regions)\b"
)
# "in the two attacks", "by both bombs": over the incidents told before.
OF_ALL_TOLD = watched(
    r"\b(?:in|by|across) (?:both|all|the (?:two|three|four|five|six))(?: of the)? "
    rf"(?:\w+ )?{_EVENTS}\b"
)
# "a bombing", "the attack": one event, whatever else the clause tells.
ONE_EVENT = watched(
    r"\b(?:an?|the|that|this) (?:[\w'-]+ ){0,4}(?:attack|bombing|bomb|blast|explosion|massacre|"
    r"raid|strike|battle|siege|shooting|assault|ambush|offensive|crash)\b"
)
# With a whole year, these are more than one incident.
MANY_EVENTS = watched(
    (
        r"\b(?:landmines|mines|attacks|shootings|clashes|strikes|airstrikes|bombings|"
        r"explosions|violence|conflict|fighting|unrest|disease|wars?)\b"
    ),
)
# The last sentence, from 0, that can still sum up what follows.
LEAD = 3
# More than one deed, which a figure of the lead may be over.
DEEDS = watched(
    r"\b(?:attacks|blasts|bombings|explosions|raids|shootings|ambushes|incidents|assaults)\b"
)
# A day on which somebody said something is no day of the event.
REPORTING = watched(
    r"\b(?:said|says|told(?: [\w' .-]{1,30}?)?|(?<!was )(?<!were )reported|announced|confirmed|"
    r"issued|added|taken into custody|turned (?:himself|herself|themselves) in"
    r"(?: to (?:the )?police)?|"
    r"(?:arraignment|appearance|hearing|custody|autopsy|sentence|photos|video) \w*|ordered|"
    r"learned|apprehended|ruled|reports? (?:for|live)[^\n]{0,40}?|"
    r"posted|spoke(?: (?:to|with)[^.\n]{1,40}?)?|"
    r"stated|identified(?: by (?:the )?\w+(?: \w+)?)?|"
    r"declared|statement|report|news conference|press conference|"
    r"briefing|condemned|protested|deplored|denounced|lamented|regretted|referred|accused|"
    r"arraigned|charged(?! at| toward)|sentenced|convicted|arrested|"
    r"released|appeared|buried|funeral|vigil|"
    # (not "at Elm Court on Thursday")
    r"(?:in|to|before|the|a|district|superior|circuit|county|city|municipal|federal|juvenile|"
    r"criminal|supreme|high|appeals|magistrates?) court|"
    r"court (?:hearing|appearance|filing|document|record)s?|"
    r"met|gathered|marked|jailed|mourned)(?: (?:late|early|earlier|in a statement|"
    r"in a report|to reporters|"
    r"reporters))*(?:,)? ?(?:on |late |early |last |during |(?:during|at) an? )*$"
    r"|\b(?:arrested|charged(?! at| toward)|arraigned|sentenced|convicted|accused|"
    r"detained|booked|indicted|"
    r"pleaded|pled|testified|plead|(?:claimed|accepted|admitted|assumed) responsibility)\b"
    r"(?! (?:of|with|for|in) (?:\w+ly )?(?:shooting|killing|murdering|stabbing|wounding|firing))"
    r"(?:(?! after | when )[^.,;]){0,45}? (?:on |late |early |last )*$"
    # "according to military sources today"
    r"|\baccording to (?:[\w'-]+ ){1,5}(?:on |late |early |last )?$"
    # a state that lasts: "remained in critical condition on Monday"
    r"|\b(?:remain(?:s|ed)?|recovering|in surgery|in intensive care|hospitali[sz]ed|"
    r"being held|at large|would be|will be|scheduled|expected)\b"
    r"(?:(?! after | when )[^.,;]){0,35}? (?:on |late |early |last )*$"
)
# Done on the spot, unlike a trial: "killed two and arrested five on Tuesday".
ON_THE_SPOT = watched(r"(?:arrested|detained|released)\b")
# "on Tuesday condemned", "on Monday arrested": the day of what was said or done about it.
REPORTING_AFTER = watched(
    # "On Sunday police released the names"
    r"(?: (?:morning|afternoon|evening|night))? (?:the )?(?:police|officials|officers|"
    r"authorities|deputies|detectives|investigators|prosecutors|coroner|sheriff) "
    r"(?:have |has |also |then )?(?:released|identified|announced|named|updated)\b|"
    r" (?:\w+ly |also |again )?(?:were (?:seeking|looking|searching|trying)|was seeking|"
    r"said|says|told|announced|confirmed|reported|condemned|arrested|"
    r"charged|sentenced|jailed|convicted|indicted|sought|called|opened (?:an?|"
    r"the) (?:\w+ )?(?:probe|"
    r"investigation|inquiry|inquest|trial)|ordered|buried|mourned|marked|met\b|urged|demanded|"
    r"ruled|visited|denied|accused|blamed|claimed(?! (?:[\w-]+ ){0,3}(?:life|lives)\b)|"
    r"vowed|promised|detained|extradited|"
    r"commemorated|remembered|published|identified|named|gathered|held (?:an?|the) |"
    r"to (?:determine|find out|learn|identify)\b|"  # "investigators worked Sunday to determine"
    r"(?:(?:morning|afternoon|evening|night) )?(?:press|news) (?:conference|briefing)\b)"
)
# "On Feb. 23, he was charged", "Monday night, friends and neighbours gathered"
DONE_AFTER = watched(
    r"(?: (?:morning|afternoon|evening|night))?, (?!and )(?:[\w'-]+ ){1,5}?"
    r"(?:(?:was|were|has been|have been) (?:arrested|charged|accused|arraigned|indicted|"
    r"convicted|sentenced|remembered|buried)|"
    r"remembered|gathered|mourned|prayed|"
    r"(?:found and )?(?:arrested|detained)[^.;]{0,90} (?:in connection|over|for) )"
)
# "arrested on Tuesday after a clash": the arrest and the clash are of one day.
RESISTANCE = (
    r"(?:after|during|following|in) (?:an? |the )?(?:\w+ ){0,2}(?:exchange of (?:gun)?fire|clash|"
    r"firefight|gun ?battle|gunfight|shoot-?out|encounter|raid|chase)"
)
RESISTANCE_BEHIND = watched(rf" {RESISTANCE}\b")
# "the April 2014 bombing", "Sunday's shelling": the date says which event is meant.
DATED_EVENT = watched(
    r"(?:'s)? (?:(?!(?:an?|the|that|this|of|on|in|at|by|when|where|and|for|to|as|his|her|its|their|"
    rf"was|were|\w+ed)\b)[\w'-]+ ){{0,3}}(?:{EVENT_NOUNS}|death|slaying|homicide|"
    r"incident)\b"
)
# A death long after the attack, whose day is not the attack's.
OF_WOUNDS = watched(
    r"\b(?:died|succumbed|die|dies)\b[^.]{0,40}\b(?:of|to|from) (?:(?:his|her|their|"
    r"the) (?:\w+ )?(?:wounds|injuries)|"
    r"(?:a |an )?(?:[\w-]+ )?(?:wounds?|injur(?:y|ies)) (?:(?:that )?(?:he|she|they)|suffered|"
    r"sustained|received))\b|\bsuccumbed\b|"
    r"\bdied\b[^.;]{0,30} after (?:being|(?:he|she|they|it) (?:was|were)) \w+|"
    r"\bdied (?:\w+ ){0,2}(?:at|in) (?:a |the |\w+ )?hospital|\blater died\b|"
    r"\bof (?:the|those) (?:\w+ )?(?:wounded|injured|hurt)\b[^.]{0,20} died\b"
)
# "the deadliest attack since 2015" covers no period.
SUPERLATIVE_SINCE = watched(
    (
        r"\b(?:deadliest|worst|first|biggest|bloodiest|largest|most \w+|second|third|"
        r"latest)\b[^.]{0,80}\bsince\b"
    ),
)
# What is perhaps only recalled.
RECALLED = watched(
    (
        r"\b(?:involved in|accused (?:of|in)|wanted (?:for|in)|responsible for|"
        r"convicted (?:of|for|in)|charged with|suspected (?:of|in)|guilty of|"
        r"confess\w* to|linked to|anniversary|commemorat\w+|in memory of|memorial|"
        r"remember\w*|mourn\w*|avenge|revenge (?:for|of)|retaliation (?:for|to|against)|"
        r"in response to|in retaliation|protest(?:ing|ed)? (?:against|over|at|the)|"
        r"condemn(?:ed|ing|s)?|previously|years? ago|years? earlier|years before|"
        r"last year|earlier this year|decade|in the past|trial|sentenced|"
        r"investigat\w+ into|in connection with|history|historic|"
        r"similar (?:incident|attack|shooting)|"
        r"earlier (?:deaths?|killings?|attacks?|incident)|recalled|"
        r"has (?:in the past|previously)|in several|in many|numerous (?:cases|attacks))\b"
    ),
)
# What is surely only recalled.
STRONG_RECALL = watched(
    (
        r"\b(?:involved (?:in|with)|accused (?:of|in)|wanted (?:for|in)|confess\w*|"
        r"the recently (?:murdered|assassinated|slain|killed)|murderers? of|"
        # not an army of its own dead: "has only admitted that two soldiers were killed"
        r"admitted(?! (?:that |to )?(?:only |just |another |the death of )*(?:\d[\d,]*|an?|one|two|"
        r"three|four|five|six|seven|eight|nine|ten|some|several)\b)|"
        r"witness(?:ed|es)? (?:the|a|to)|took part in|taken part in|"
        r"part of the (?:team|group|squad|gang)|was behind|"
        r"allegedly (?:killing|murdering|involved)|suspected of|"
        r"in (?:several|many|various|numerous|\d+) cases|"
        r"(?:revenge|avenge|retaliation|retaliate|retaliated) (?:killing|attack)? ?(?:as|for)|"
        r"in fake encounters|planned the|"
        r"(?:planned|directed|orchestrated|organi[sz]ed|ordered|coordinated|facilitated)"
        r"(?: and \w+ed)? (?:an? |the |several |many |numerous )?"
        r"(?:recent|previous|past|earlier) (?:\w+ ){0,2}"
        r"(?:attacks?|ambush(?:es)?|bombings?|killings?|raids?|strikes?)|"
        r"masterminded|convicted (?:of|for|in)|sentenced|anniversary|commemorat\w+|"
        r"in memory of|avenge|revenge (?:for|of)|retaliation (?:for|to|against)|"
        r"protest(?:ing|ed)? (?:against|over)|to protest|"
        r"earlier (?:deaths?|killings?|attacks?|incident)|recalled|"
        r"responsible for (?:the |an? |several |many |numerous )?(?:\w+ ){0,3}(?:killings?|"
        r"deaths?|murders?|attacks?|bombings?|ambush|incident)|previously|years? ago|"
        r"years? earlier|an? accused in|main accused|(?:key |prime |main )?suspects? in the|"
        r"played an? (?:\w+ )?role in|linked to (?:an?|the|several|multiple|numerous)|"
        r"following the (?:killing|death|murder|assassination)|retaliated to|"
        r"(?:a day|\w+ days|\w+ weeks|hours) after (?!being|having|he|she|they|it|the shooting)|"
        r"in charge of (?:the |an? )?(?:\w+ )?investigations? (?:of|into)|"
        r"(?:spot|place|site) where|visit(?:ed|ing) [^.,;]{3,50} where|"
        r"(?:away|far|kms?|kilomet(?:er|re)s?|miles?) from [^.,;]{3,60} where|"
        r"as reported earlier|(?:role|involvement|hand) in|"
        r"instrumental in|wanted in|(?:revenge|avenge) (?:of|for)|attempt on)\b"
    ),
)
# A list of what somebody did before: all of it is recalled.
LIST_OF_DEEDS = watched(
    r"\b(?:involved in|accused (?:of|in)|wanted (?:for|in)|booked in|charged with|facing)\b"
    r"[^.;]{0,70}\b(?:cases?|actions|incidents|attacks|crimes|offences|offenses|killings|murders)\b"
    r"[^.;]{0,25}(?:including|such as|like|:|namely)"
)
# A clause that only says which attack is meant: "the ambush in which 11 were killed".
RELATIVE = watched(
    r"\b(?:in which|at which|where|wherein|(?:that|which)(?: had| has)?(?: also)?|thereby|leaving|"
    r"including (?:an?|the|\w+) [\w -]{3,60}(?:that|which))(?: [\w,'-]+){0,6}? ?$"
)
# "The raid came a day after": recalled, and still news of these days.
CAME_AFTER = watched(
    r"\b(?:came|comes|coming) (?:(?:just |only )?(?:a day|two days|hours) )?after ?$"
)
# News of an arrest, in which a killing is what the arrested are held for.
ARREST = watched(
    r"\b(?:arrest(?:ed|s|ing)?|surrender(?:ed|s|ing)?|detained|nabbed|apprehended|"
    r"charge-?sheet\w*|absconding|picked up|remanded|produced before)\b",
)
# A new incident begins.
ANOTHER = watched(
    (
        r"\b(?:another (?:\w+ )?(?:gang|group of|band of|gunm[ae]n|mortar|shell|rocket|drone)\b|"
        r"another (?!(?:\w+ )?(?:wounded|injured|hurt|killed|was|were|died)\b)"
        r"(?:\w+ ){0,3}(?:attack|incident|blast|explosion|shooting|clash|"
        r"raid|bomb(?!er)\w*|ambush|landmine|mine|minefield|encounter|strike|air ?strike|"
        r"village|place|operation|case|killing|district|province|area)|"
        r"(?:in a |a )?(?:separate|second|third|different|similar|subsequent|"
        r"unrelated) (?:\w+ ){0,2}(?:attack|incident|blast|explosion|shooting|clash|raid|"
        r"bomb(?!er)\w*|ambush|landmine|encounter|strike|operation|engagement|firefight|case|"
        r"event)|separately|elsewhere|meanwhile|earlier that (?:week|month)|"
        r"in reprisal(?! (?:for|to|against))|^earlier in|"
        r"^earlier on|"
        r"(?:was|were) also (?:attacked|bombed|ambushed|raided|shelled)|^similarly|"
        r"a (?:second|third) (?:one )?(?:went off|exploded|detonated|blew up|hit|struck)|"
        r"in other (?:violence|incidents|news|developments)|also in|in a related|"
        r"^there were other (?:\w+ )?(?:attacks|bombings|incidents|killings|clashes)|"
        r"^in addition to the (?:\w+ )?(?:attack|bombing|ambush|murder|killing) (?:on|of|in|at)|"
        r"^another report (?:states?|stated|says|said|indicates?|indicated)|^in another report|"
        r"later (?:the same|that) (?:day|night)|"
        r"^(?:also )?(?:on )?(?:the |that )?same (?:day|date|morning|evening|night)|"
        r"^(?:in|at|near) [^,;]{3,40}, (?:also )?(?:on )?the same (?:day|night)|"
        r"^in the (?:far )?(?:(?:north|south)-?(?:east|west)|north|south|east|west)"
        r"(?: of the country)?(?=,)|"
        r"^(?:earlier|later) (?:(?:in|on) )?(?:the|that|the same) (?:day|morning|evening|night)|"
        r"^(?:(?:a few|several|some|two|three|four|five|six|\d+) )?hours "
        r"(?:later|earlier|before))\b"
    ),
)
