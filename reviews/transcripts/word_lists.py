"""Word lists of the speaker and the pseudonym rules. Written for this project; lower case."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COACH_WORDS = _words("coach coaches mentor interviewer therapist counsellor counselor")
CLIENT_WORDS = _words("client coachee customer interviewee kunde klient klientin")
ROLE_WORDS = COACH_WORDS | CLIENT_WORDS | _words("observer supervisor peer trainer")

# Words that open a sentence or a remark before a colon, and that no export uses as a name.
BEFORE_COLON = _words(
    """action actions actually again agenda also although and another answer anyway as aside attendees
    background basically because besides bonus bottom both but caution caveat clearly conclusion context
    date decision decisions definition detail details disclaimer duration edit end evening example
    examples exactly except fact facts fair finally fine first firstly focus follow-up for format fourth
    friday goal goals good great heading here highlights hint honestly how however https http i idea ideas
    if important in instead interesting invited is issue it key language last lesson like listen location
    look lunch maybe me meaning meeting meanwhile message monday morning my namely never next no nope not
    note notes now number obviously oh ok okay on one only option or organizer outcome outline overview
    p.s. participants path perhaps phase picture plan plus point points positive possibly problem
    promise ps put question questions reality reason reasons recap recorded recording remark remember
    result results right rule rules saturday second secondly see simple since so solution some sometimes
    source start step still story subject suggested summary sunday sure task tasks thank thanks that the
    then there therefore these they thing things think third thirdly this though thursday time title
    today tomorrow tonight too topic topics transcript translation true truth tuesday two until update
    version warning wednesday well what when where which who why with word words worse wow yeah yes
    yesterday yet you"""
)
PARTICLES = _words(
    "al ap bin bint da dal das de del della den der di dos du e el la le les of und van vom von y zu zum zur"
)

# Names people in our schools have; at the start of a sentence only these count as names without more evidence.
FIRST_NAMES = _words(
    """aaron abdul abigail adam adele agnes ahmed aisha alan albert alejandro alex alexander alexandra alfred
    ali alice alicia alina amanda amelia amina amir amy ana anastasia andre andrea andreas andrew andy angela
    anita anja ann anna anne annette annie anthony antje antonia antonio anton arjun arthur astrid aylin barbara
    bastian beate ben benjamin bernd bernhard beth bettina birgit bjorn bob boris brian brigitte bruno camila
    carl carla carlos carmen carol carolin caroline catherine cathy cecilia charles charlie charlotte chen
    chloe chris christian christina christine christoph christopher claire clara claudia conny cornelia
    craig cristina dagmar daniel daniela danielle dave david deborah denise dennis derek diana diego dieter
    dimitri dirk dmitri dominik donna doris dorothea doug eduardo edward elena eleanor elias elisabeth elizabeth
    ella ellen elke emil emilia emily emma eric erik erika esther eva evelyn fabian farah fatima felix
    fernando fiona florian franz franziska frederik frieda fritz gabriel gabriela gary gavin geoff george gerald
    gerd gerhard giovanni gisela giulia greg gregor gudrun guido gustav hakan hanna hannah hannes hans
    harald harry hassan heather heidi heike heiko heinz helen helena helga helmut hendrik henrik henry
    herbert hilde holger ian ibrahim ines ingo ingrid irene iris isabel isabella ivan jack jacob jakob james
    jamie jan jana jane janet jason javier jean jeff jennifer jenny jens jeremy jerome jessica jill jim
    joan joanna jochen joe joel johan johanna johannes john jonas jonathan jorge jose josef joseph joshua
    juan judith julia julian julie juliane jurgen jürgen justin kai karen karin karl karsten katarina kate
    katharina katherine kathrin kathy katja katrin kelly ken kenneth kerstin kevin khalid kim kirsten klara
    klaus konrad kristina kurt lara larry lars laura lauren lea leah lena leo leon leonie leyla liam lian lilly
    linda lisa lorenzo louis louise luca lucas lucia lucy luis luisa lukas lydia madeleine maggie magdalena
    maja manfred manuel manuela marc marcel marco marcus margaret margarete maria mariam marianne marie marina
    mario marion markus marlene marta martha martin martina mary maryam mateo matthew matthias max maximilian
    maya megan mehmet mei melanie melissa mia michael michaela michelle miguel mike mila milan mira miriam
    mohamed mohammed monica monika moritz mustafa nadia nadine nancy naomi natalie natasha nathan neil nick
    nicola nicolas nicole nikolai nils nina noah nora norbert olaf oleg olga oliver olivia omar oscar otto pablo
    pamela paolo patricia patrick paul paula pauline pedro petra peter phil philip philipp pia pierre priya
    rachel rafael rahul raj ralf ramona raphael raul rebecca regina reinhard renate rene ricardo richard rita
    robert robin roger roland rolf roman ronald rosa ruby rudolf ruth ryan sabine sabrina sally sam samantha
    samir samuel sandra sandy sara sarah scott sean sebastian selma sergei sharon shirin silke silvia simon
    simone sofia sonja sophia sophie stefan stefanie stella stephan stephanie stephen steve steven stuart
    susan susanne suzanne svenja sven sylvia tamara tanja tania tara tatjana ted teresa thea theo theresa
    thomas thorsten tim timo tina tobias todd tom tommy tony torsten tracy udo ulrich ulrike ursula uta uwe
    valentina valerie vanessa vera verena veronika victor victoria viktor vincent volker walter wanda wendy
    werner wilhelm william wolfgang xavier yara yasmin yusuf yuki yvonne zara zoe zoé zoë"""
)
# Also cities or countries: a place after "in", "to" or "from", a person elsewhere.
PLACES = _words(
    """africa albania algeria america amsterdam argentina asia athens atlanta australia austria barcelona
    basel bavaria beijing belfast belgium belgrade berlin bern bonn bordeaux boston brazil bremen bristol
    brussels bucharest budapest bulgaria cairo california cambodia cambridge canada chicago chile china cologne
    colombia copenhagen cornwall croatia cyprus dallas delhi denmark denver detroit dresden dubai dublin
    düsseldorf edinburgh egypt england estonia ethiopia europe finland frankfurt france geneva genoa germany
    ghana glasgow graz greece hamburg hanover helsinki houston hungary iceland india indonesia innsbruck iran
    iraq ireland israel istanbul italy jakarta japan jerusalem johannesburg kenya kiel korea krakow latvia
    lebanon leeds leipzig lisbon lithuania liverpool ljubljana london lucerne luxembourg lyon madrid
    malaysia malta manchester manhattan manila marseille melbourne mexico miami milan montreal morocco moscow
    mumbai munich münchen nairobi naples netherlands nigeria norway nuremberg oslo ottawa oxford pakistan paris
    perth peru philadelphia philippines poland portland porto portugal potsdam prague riga romania rome
    rotterdam russia salzburg scotland seattle seoul serbia seville shanghai singapore slovakia slovenia spain
    stockholm stuttgart sweden switzerland sydney syria taiwan tallinn tehran texas thailand tokyo toronto
    tunisia turin turkey ukraine utrecht valencia vancouver venice vienna vietnam vilnius wales warsaw
    washington wien zagreb zurich zürich"""
)
# Capitalised in English without being anybody's or any place's name.
NOT_NAMES = _words(
    """i i'm i'd i'll i've ok okay january february march april may june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
    fridays saturdays sundays christmas easter ramadan diwali hanukkah thanksgiving halloween pentecost advent
    english german french spanish italian dutch polish russian turkish arabic hebrew chinese japanese korean
    portuguese swedish danish norwegian finnish greek czech hungarian ukrainian american americans british
    european europeans african asian indian irish scottish welsh swiss austrian australian canadian mexican
    brazilian germans christian muslim jewish buddhist hindu catholic protestant jew god lord jesus bible
    quran buddha mr mrs ms miss dr doctor professor prof sir madam herr frau mum mom mummy mommy mama mother
    dad daddy papa father grandma grandpa granny auntie aunt uncle coach client coachee person place company
    speaker mentor observer email internet zoom teams skype slack excel word powerpoint outlook google
    linkedin facebook instagram whatsapp twitter tiktok youtube netflix amazon spotify iphone ipad android
    windows microsoft apple chatgpt wikipedia covid corona brexit agile scrum kanban lego monopoly
    north south east west western eastern northern southern internet tv uk usa eu hr it ceo cfo cto icf acc
    pcc mcc emcc mba phd phase option step goal plan number chapter unknown
    he she it we they you your his her their our its let that's everything everybody everyone nothing nobody
    somebody something anything anybody people having whoa woah nature food middle state center
    head cause don't can't does did do are is was were will would could should how's at by of about after
    before from into than while during year years women men stuff life work love
    mhm hmm mm mh hm huh um uh ah oh yeah yes no nope wow hello hi hey bye thanks sorry please"""
)
LEGAL_FORMS = _words(
    "ltd limited gmbh ag inc llc plc corp corporation kg se sa bv nv oy ab sarl ug ohg kgaa"
)
FIRM_WORDS = LEGAL_FORMS | _words(
    """bank university college hospital school institute ministry group holding holdings consulting
    partners solutions technologies systems industries insurance airlines pharma motors foundation"""
)
STREET_WORDS = _words("street road avenue lane drive boulevard square court terrace park")
# Names that open a question or an order as words ("Will you …", "Mark my words").
VERB_NAMES = _words("will may mark sue bill grant chase pat rob drew frank art grace hope rose")
AFTER_VERB = _words(
    "i you he she it we they that this there the my your his her our their these those"
)
