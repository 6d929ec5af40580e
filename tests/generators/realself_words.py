"""Vocabulary of the generated pages: topics with their sentences, names, places, specialties, credentials.

Sentences hold slots that `realself_thread.fill` replaces: {proc} a procedure, {area} a part of the body,
{problem} a complaint, {option} a treatment, {time} a span, {n} a small number, {user} a nickname, {other} a
colleague's surname. Capitalised slots ({Proc}) start with a capital. {problem} and {option} may be plural or
mass nouns: the verbs around them are modal.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject people ask about: nouns for the slots, and sentences of its own."""

    slug: str
    procs: tuple[str, ...]
    areas: tuple[str, ...]
    problems: tuple[str, ...]
    options: tuple[str, ...]
    titles: tuple[str, ...]
    asks: tuple[str, ...]
    heads: tuple[str, ...]
    facts: tuple[str, ...]


def _rows(text: str) -> tuple[str, ...]:
    """The non-empty lines of a block of text, trimmed."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _cells(text: str) -> tuple[str, ...]:
    """The parts of a text separated by ` | ` or line breaks, trimmed."""
    return tuple(cell.strip() for row in text.splitlines() for cell in row.split("|") if cell.strip())


TOPICS: tuple[Topic, ...] = (
    Topic(
        "breast-augmentation",
        ("breast augmentation", "implant exchange", "breast revision surgery", "implant removal"),
        ("left breast", "lower pole", "cleavage", "implant pocket"),
        ("rippling", "capsular contracture", "bottoming out", "uneven fullness", "sharp pains"),
        ("compression", "massage", "a capsulectomy", "smaller implants", "an internal bra"),
        _rows("""
            Is it too early to worry about my implants sitting high?
            Which size should I choose, {n}00cc or a little more?
            One breast dropped and the other did not
            Can I sleep on my side after {time}?
            Saline or silicone for an athletic frame?
            Implants feel hard {time} after surgery, is that normal?
        """),
        _rows("""
            I am 5'4 and 128 pounds and I wore a small B cup before.
            My left implant still sits a good inch higher than the right one.
            I had moderate profile silicone placed under the muscle {time} ago.
            When I flex my chest the whole implant moves outward.
            My surgeon says to wait, but my friends had soft results by now.
            I have two children and nursed both of them.
        """),
        _rows("""
            Implants need time to drop and fluff
            Sizing by cubic centimeters can mislead
            Pocket position matters more than volume
            Animation under the muscle
            High riding implants {time} after surgery
            A capsule forms around every implant
        """),
        _rows("""
            Implants tend to sit high at first because the muscle is tight and swollen.
            The base width of your chest limits how wide an implant can be without looking artificial.
            A capsule is the normal scar that the body lays around any implant.
            Most women see the final shape once the lower pole has relaxed, around {time}.
            If the pocket was opened too low, the fold has to be rebuilt with permanent sutures.
            Silicone shells feel softer, while saline tends to show more ripples in thin patients.
            A vertical lift may be needed when the nipple points below the fold.
        """),
    ),
    Topic(
        "rhinoplasty",
        ("rhinoplasty", "septoplasty", "tip refinement", "revision rhinoplasty"),
        ("tip", "bridge", "left nostril", "nasal septum"),
        ("tip swelling", "a crooked bridge", "blocked breathing", "a hanging columella", "numbness"),
        ("steroid injections", "taping at night", "a cartilage graft", "a small revision", "saline rinses"),
        _rows("""
            Rhinoplasty swelling on one side only
            Can a wide nose be narrowed without breaking bones?
            My nose looks bigger after {time}. Did my surgeon make a mistake?
            bump on the bridge came back, what can i do
            How soon may I wear glasses again after nose surgery?
            Is closed or open rhinoplasty better for a drooping tip?
        """),
        _rows("""
            I had an open rhinoplasty {time} ago and the tip is still round and stiff.
            When I smile, my nose pulls down and looks longer.
            I broke my nose as a teenager and it healed to the left.
            I cannot breathe through the right side when I lie down.
            The profile is lovely but from the front it looks wide.
            Pictures from last winter show a smaller bump than I have now.
        """),
        _rows("""
            Tip swelling is the last to leave
            Thick skin hides refinement
            Nasal bones can shift in the first days
            Function first, then beauty
            Glasses and the healing bridge
            Give your new nose a full year
        """),
        _rows("""
            The tip of the nose keeps its swelling longer than any other part of the face.
            Thick skin drapes slowly over a reduced framework, so patience is the better part of surgery.
            Osteotomies allow the bones to be moved inward once a hump has been taken down.
            A deviated septum may pull the whole lower third of the nose off the midline.
            Cartilage from the ear or the rib can replace what an earlier operation removed.
            Revision is rarely considered before {time}, since scar tissue is still changing.
            Gentle taping in the evening can press some of the fluid out of the {area}.
        """),
    ),
    Topic(
        "eyelid-surgery",
        ("blepharoplasty", "lower lid surgery", "ptosis repair", "eyelid revision"),
        ("lower lids", "lid crease", "outer corner", "upper lids"),
        ("dry eyes", "rounding of the lid", "hollowness", "puffy bags", "a pulled corner"),
        ("artificial tears", "gentle upward massage", "a canthopexy", "fat grafting", "cool compresses"),
        _rows("""
            Lower lids pulled down after blepharoplasty, will they recover?
            Uneven creases {time} after upper lid surgery
            Dark hollows under the eyes: filler or fat?
            Is a drooping lid covered by insurance
            Can my eyelids be fixed? I look surprised all the time.
            Best age for removing bags under the eyes?
        """),
        _rows("""
            My right eye does not close fully when I sleep.
            I had skin and fat removed from the lower lids {time} ago.
            People keep asking whether I am tired, although I sleep eight hours.
            One crease is two millimeters higher than the other.
            The white below the iris shows more than it did in older pictures.
            Contact lenses feel scratchy since the operation.
        """),
        _rows("""
            Lid retraction often improves by itself
            Protect the cornea first
            Asymmetric creases are common early on
            Fat should be moved, not only removed
            Lubrication is not optional
            Eyelid skin is the thinnest you have
        """),
        _rows("""
            The lower lid hangs like a hammock between two corners, and either corner may loosen.
            Ointment at night and drops by day keep the surface of the eye comfortable while you heal.
            A lid that is pulled down by swelling usually rises again as the tissue softens.
            When too much skin was taken, a graft or a midface lift may be the only honest answer.
            An early stitch at the outer corner can prevent a permanent change of shape.
            Creases settle at different speeds, and the slower eye often catches up by {time}.
            A visual field test documents how far the upper lid hides your sight.
        """),
    ),
    Topic(
        "fillers",
        ("Botox", "filler treatment", "lip augmentation", "a liquid facelift"),
        ("tear trough", "upper lip", "forehead", "nasolabial fold"),
        ("lumps", "a bluish tint", "a heavy brow", "bruising", "an uneven smile"),
        ("hyaluronidase", "a touch up", "warm compresses", "light massage", "a small dose of toxin"),
        _rows("""
            Lump in my lip {time} after filler
            How many units for a smooth forehead?
            Dissolve under eye filler or wait? (photo)
            Botox made one eyebrow higher
            Is it safe to fly after cheek filler?
            what lasts longer in smile lines
        """),
        _rows("""
            I received one syringe in each cheek and half a syringe in the lips.
            The nurse told me that the bump would melt away within {time}.
            One brow shoots up like a question mark whenever I talk.
            I have had the same treatment three times before without trouble.
            There is a pale ridge along the border of my lip.
            I am getting married soon and I do not want to make it worse.
        """),
        _rows("""
            Hyaluronic acid can be dissolved
            Let the product settle before judging
            A spocked brow is easy to balance
            Small lumps under thin skin
            Dose and dilution differ between offices
            Tint under the eye comes from shallow filler
        """),
        _rows("""
            Hyaluronic acid gels attract water, so the first days always look fuller than the final result.
            A few units above the raised brow will bring it down within a week.
            Product placed too close to the surface of the {area} may shine through as a blue line.
            An enzyme dissolves this class of filler, often within a day or two.
            Muscles weaken gradually, and the full effect appears around day {n}.
            Vessels in this region deserve respect, which is why many of us use a blunt cannula.
            Cheaper vials are sometimes over-diluted, and the result fades accordingly.
        """),
    ),
    Topic(
        "laser-skin",
        ("laser resurfacing", "a chemical peel", "microneedling", "dermabrasion"),
        ("left cheek", "jawline", "temples", "chin"),
        ("acne scars", "brown patches", "redness", "enlarged pores", "a grid pattern"),
        ("sunscreen", "hydroquinone", "a retinoid", "a series of light peels", "subcision"),
        _rows("""
            Hyperpigmentation {time} after laser, how do I treat it?
            Best laser for olive skin with ice pick scars
            Is peeling for {time} normal?
            Redness that will not fade
            Should I stop my retinoid before a peel?
            Melasma came back worse than ever (photos)
        """),
        _rows("""
            My skin is olive and I tan easily.
            The esthetician set the energy higher than on my first visit.
            I have used sunscreen every single day, even in winter.
            There are tiny square marks where the hand piece touched me.
            The scars on my temples are narrow and deep.
            I tried every cream the drugstore sells.
        """),
        _rows("""
            Darker skin needs lower settings
            Post inflammatory pigment usually fades
            Ice pick scars respond to punch excision
            Combination treatment works best here
            Sun is the enemy of healing skin
            Redness after resurfacing
        """),
        _rows("""
            Pigment that follows inflammation sits in the upper skin and tends to fade over {time}.
            Rolling scars are tethered from below, so releasing them comes before any resurfacing.
            Non ablative devices spare the surface and therefore need several sessions.
            Broad spectrum protection is worth more than any cream.
            A test spot behind the ear tells us how your {area} will probably behave.
            Infection must be ruled out when crusts turn yellow or the skin begins to throb.
            Fractional beams treat columns of tissue and leave bridges of healthy skin between them.
        """),
    ),
    Topic(
        "tummy-tuck",
        ("abdominoplasty", "liposuction", "a mini tummy tuck", "body contouring"),
        ("lower abdomen", "waist", "navel", "hip line"),
        ("a seroma", "a dog ear", "fluid under the flap", "a hard ridge", "a high scar"),
        ("aspiration", "a drain", "an abdominal binder", "lymphatic massage", "scar revision"),
        _rows("""
            Painful ridge above my incision after tummy tuck
            How long should I wear the garment?
            Still swollen every evening {time} post op
            Will liposuction tighten loose skin?
            open wound below my belly button, should i worry?
            Tummy tuck before or after losing the last {n} pounds?
        """),
        _rows("""
            I lost ninety pounds and have loose skin that will not shrink.
            My drains came out on day six with very little fluid.
            By evening my stomach is as tight as a drum.
            The scar is flat in the middle and thick at both ends.
            I went back to a desk job after {time}.
            There is a soft pocket that moves when I press on it.
        """),
        _rows("""
            Evening swelling is expected
            A seroma can be drained in the office
            Loose skin needs excision
            Dog ears are simple to revise
            Wear the binder a little longer
            Diastasis repair explains the tightness
        """),
        _rows("""
            Swelling rises through the day because gravity wins as long as the lymph channels are healing.
            A collection that moves like a water bed is best drained with a needle, sometimes more than once.
            Liposuction removes fat, yet it cannot promise that lax skin will follow.
            The ridge you feel may be a row of deep sutures that will dissolve over {time}.
            Standing fully upright too early puts strain on the {area}.
            A small opening usually closes from the bottom up with moist dressings.
            Weight should be stable for half a year before skin is removed.
        """),
    ),
    Topic(
        "veneers",
        ("veneer placement", "clear aligner therapy", "dental bonding", "crown lengthening"),
        ("front teeth", "gum line", "upper bite", "canines"),
        ("sensitivity", "a black triangle", "chipped edges", "a gummy smile", "a slight lisp"),
        ("enamel bonding", "a night guard", "gum contouring", "whitening", "a temporary retainer"),
        _rows("""
            Are my veneers too big for my face?
            Tooth pain {time} after bonding
            Can aligners close a gap without rubber bands?
            Crown or veneer on a root canal tooth?
            Gummy smile: lasers, toxin or surgery?
            front tooth turned grey, what are my choices
        """),
        _rows("""
            I grind my teeth at night and have worn the edges flat.
            The new veneers feel thick and I bite my lip.
            Two dentists gave me two entirely different plans.
            My gums bleed around one crown only.
            Cold water makes me jump ever since the appointment.
            I wore braces for three years as a child.
        """),
        _rows("""
            Try the shape in acrylic first
            Bite problems break porcelain
            Sensitivity after preparation
            Conservative bonding may be enough
            Gum height sets the frame of the smile
            A guard protects your investment
        """),
        _rows("""
            A wax model lets you see and feel the new length before a tooth is touched.
            Porcelain breaks when the bite is not balanced, however strong the cement.
            Bonding adds material instead of removing enamel, and it can be reversed.
            Cold sensitivity normally fades within {time} as the nerve calms down.
            The gum may be raised by a millimeter or two if the bone beneath allows it.
            An impression of the opposing teeth helps to find the point that strikes too early.
            Aligners tip crowns well and move roots slowly.
        """),
    ),
    Topic(
        "tattoo-removal",
        ("tattoo removal", "laser tattoo fading", "tattoo excision", "pigment removal"),
        ("ankle", "forearm", "collar bone", "ring finger"),
        ("blisters", "ghosting", "stubborn green ink", "raised scars", "itching"),
        ("longer intervals", "a picosecond laser", "silicone sheets", "cool packs", "an antibiotic ointment"),
        _rows("""
            Tattoo removal: how many sessions for black ink?
            Blisters after my second session, normal?
            Can eyeliner tattoo be lasered safely?
            Why does my tattoo look darker after {time}
            Scar over old ink: will a laser help?
            Fading for a cover up, how light must it be?
        """),
        _rows("""
            The tattoo is ten years old and was done by an amateur.
            I waited {time} between the first two sessions.
            The green leaves have not changed at all.
            My skin puffed up for a day and then peeled.
            I would be happy if it faded enough for a cover up.
            The clinic quoted a package of {n} visits.
        """),
        _rows("""
            Black ink answers best to the laser
            Blistering is part of the process
            Green pigment needs another wavelength
            More time between sessions helps
            Ghost images after removal
            Location on the body changes the pace
        """),
        _rows("""
            Your immune system carries the shattered pigment away, which is why waiting helps.
            Green and light blue inks absorb only certain wavelengths, so ask what the office owns.
            A blister is not a disaster as long as its roof stays on and the skin around it stays clean.
            Tattoos far from the heart fade more slowly than those on the trunk.
            White and flesh tones can turn grey under the beam, and a test spot is wise.
            Sessions closer than {time} apart add risk without adding speed.
            Texture that was raised by the needle will still be raised when the color is gone.
        """),
    ),
    Topic(
        "hair-transplant",
        ("hair transplantation", "follicular unit extraction", "PRP therapy", "hairline lowering"),
        ("crown", "hairline", "donor area", "temple points"),
        ("shock loss", "pimples", "thin density", "a wide donor scar", "redness of the scalp"),
        ("minoxidil", "finasteride", "a second session", "low level light", "scalp micropigmentation"),
        _rows("""
            Shedding {time} after hair transplant
            Am I too young for a transplant at 22?
            FUE or strip for a receding hairline?
            Thinning crown - will PRP alone be enough?
            grafts fell out when i scratched, are they lost
            Cost of {n}000 grafts and is it worth it?
        """),
        _rows("""
            My father was bald at thirty and I seem to follow him.
            I received about {n}000 grafts in the front third.
            The transplanted hairs fell out after four weeks.
            I take a tablet every day and have not noticed side effects.
            My hairline was never low, but it has become see-through.
            The strip scar itches when I wear a cap.
        """),
        _rows("""
            Shedding comes before growth
            Stabilize the loss before you transplant
            The donor supply is finite
            Twelve months tell the truth
            Medical therapy protects native hair
            Density is planned and not promised
        """),
        _rows("""
            Transplanted hairs are shed within weeks, and their roots rest before they grow again.
            A conservative hairline still looks right when you are sixty.
            Donor follicles are a bank account without deposits, so spend them slowly.
            Native hair around the graft may go into shock and return after {time}.
            Medication holds what you have, surgery moves what you have, and neither makes new hair.
            Under the microscope we can count how many hairs grow from each unit.
            Growth is uneven until the tenth month or so.
        """),
    ),
    Topic(
        "spider-veins",
        ("sclerotherapy", "vein ablation", "laser vein treatment", "ambulatory phlebectomy"),
        ("inner thigh", "calf", "ankles", "back of the knee"),
        ("brown staining", "matting", "trapped blood", "aching legs", "a tender cord"),
        ("compression stockings", "walking", "a duplex ultrasound", "a second injection", "elevation"),
        _rows("""
            Brown lines {time} after sclerotherapy
            Do spider veins come back?
            Are stockings really needed after vein treatment?
            New tiny red veins around the treated spot
            Large blue vein behind my knee, who should I see?
            does insurance pay for varicose veins
        """),
        _rows("""
            I stand all day in a kitchen and my legs ache at night.
            The doctor injected about {n} spots in one visit.
            My mother and both aunts have varicose veins.
            A hard cord can be felt along my calf.
            I wore stockings for {time} as I was told.
            The small red ones look worse than before.
        """),
        _rows("""
            Trapped blood can be released
            Look for a feeder vein
            Staining fades slowly
            Matting after injections
            An ultrasound should come first
            Stockings make a difference
        """),
        _rows("""
            Small dark beads are trapped blood, and a needle prick empties them in seconds.
            If a feeding vein remains open, the spider above it will return.
            Iron pigment left in the skin can take {time} to clear.
            Support hose keep the walls together while they seal.
            Matting is a blush of fine vessels that generally resolves without help.
            An ultrasound of the {area} shows whether the valves still close.
            Several sessions are the rule, since no one closes every vein in a single visit.
        """),
    ),
)

TITLES = _rows("""
    What can I do about {problem} after {proc}?
    Should I expect {problem} {time} after {proc}?
    {Proc} and {problem}
    Will {option} help with {problem}?
    How long until {problem} will go away?
    Am I a good candidate for {proc}?
    {Problem} {time} after {proc}
    Do I need {option} or should I wait?
    What would you recommend for my {area}?
    Unhappy after {proc}? Please help
    {Proc}: what are my options for the {area}?
    Can {problem} be corrected without another operation?
    I had {proc} {time} ago. Now I have {problem}. What should I do?
    Who should perform {proc}, and what questions should I ask?
    Concerned about my {area}, is this what one should see at {time}?
    Worried. Is it too late for {option}?
""")

LONG_TITLES = _rows("""
    I had {proc} {time} ago and now I notice {problem} around the {area}, should I ask for {option} or wait?
    My doctor suggests {option} for my {area}, but a friend says that only {proc} will last. Who is right?
    Is there any safe way to treat {problem} near the {area} other than {option} if I have no time to recover?
""")

ASKS = _rows("""
    I am {n}0 years old, healthy and a non smoker.
    I have been dealing with {problem} for {time} now.
    My surgeon told me that {option} might help, but I am not convinced.
    Is this normal or should I be concerned?
    Please tell me honestly what you think.
    I attached two pictures so that you can see my {area}.
    I do not want another operation unless it is really necessary.
    Has anyone seen this before?
    I read on another forum that {option} could make things worse.
    What would be a realistic price for this?
    My follow up appointment is not until next month.
    I have a family history of thick scars.
    Any advice would be greatly appreciated.
    Thanks in advance for your time!
    The skin of my {area} feels tight and looks different from the other side.
    Do I need to find a different doctor for this?
    I am flying home in a few days and cannot see my doctor in person.
    It hurts a little when I touch it, but there is no fever.
    Would {option} be an alternative?
    I am embarrassed to go out like this...
    At what point would you consider a revision?
    I was told to wait {time}; is that really true?
    Everything looked great at first and then {problem} showed up.
    What is the usual recovery for {proc}?
    I feel like nobody in the office takes me seriously.
""")

HEADS = _rows("""
    {Problem} after {proc}
    Treatment of {problem}
    {Proc} and your recovery
    Options for the {area}
    Patience is your best friend
    An examination in person is needed
    You may be a candidate for {option}
    Early results can be misleading
    Consider {option} before anything else
    Too early to judge your result
    Wait at least {time}
    Talk to your own surgeon again
    Several choices for {problem}
    Swelling is still playing a role
    What to expect after {proc}
    Results vary from patient to patient
    {Option} for {problem}
    Questions about {proc}
    It depends on the examination
    Second opinion could be useful
    Realistic expectations for {proc}
    Healing takes longer than most people think
    Choosing the right doctor for {proc}
    Risks of {proc} in the {area}
    Natural results are possible
    Every millimeter counts
    Ask for the operative report
    Your concern is understandable
    Compare monthly photographs
    No emergency as far as I can tell
    Less is often more with {proc}
    Anatomy decides about the {area}
    Two ways to deal with {problem}
    A simple office procedure may do
    Timing of a revision
    Good skin care comes first
    {Option} or {proc}
""")

PUNCTUATED_HEADS = _rows("""
    Give it time!
    Is it too early to tell?
    Yes, this can be fixed.
    Do not panic!
    Why wait?
    {Problem} can be treated.
    Thank you for your question
    Don't rush into {proc}!
    Short answer: yes.
    Maybe, but...
    See a Board Certified Plastic Surgeon
    Find an Experienced Facial Plastic Surgeon
    Ask Your Dermatologist
    {n} things to know about {problem}...
""")

PAIR_HEADS = _cells("""
    Post op | Open wound | Healing time | Side effects | Scar care | Still swollen | Good candidate
    Not unusual
    Normal healing | Second opinion | Revision surgery | Wait first | Skin quality | Be patient | Early days
""")

SENTENCE_HEADS = _rows("""
    It sounds as though {problem} may be part of the ordinary course, but only your own doctor can say.
    You should not need {option} at this stage. Please call the office that treated you and ask to be seen.
    I would suggest that you wait {time} before you decide, because the {area} will keep changing until then.
""")

CONTINUED_HEADS: tuple[tuple[str, str], ...] = (
    (
        "Mild {problem} can resolve",
        "with time and a little help from {option}, provided that nothing else is wrong.",
    ),
    (
        "The {area} may look better",
        "once the tissues have softened, which in my practice takes about {time}.",
    ),
    (
        "{Proc} is a good choice",
        "if you are healthy, do not smoke, and understand what it can and cannot do.",
    ),
    (
        "There are many ways",
        "to improve {problem}, and most of them do not require a return to the operating room.",
    ),
    (
        "I would wait",
        "until at least {time} have passed, since decisions made earlier are often regretted later.",
    ),
)

FACTS = _rows("""
    Thank you for sharing your question and your photographs with us.
    Without an examination it is difficult to give you more than general advice.
    What you describe is common after {proc}, and in most people it settles over {time}.
    I would recommend that you return to the doctor who knows your history best.
    In my experience {problem} can be improved with {option}, although not every patient needs it.
    In the {area} healing may lag behind.
    Please avoid smoking, heavy lifting and strong sun until you have been cleared.
    There are several reasons for {problem}, and each of them calls for a different plan.
    A second opinion never hurts, especially when you have lost confidence.
    If you notice fever, spreading redness or sudden pain, call the office the same day.
    Every operation is a trade between a benefit and a scar.
    I tell my patients to take a picture every month and to compare those, not the mirror of each morning.
    The sooner you are seen, the easier it may be to correct a small problem.
    Results of {proc} depend on your anatomy, your skin and the technique that was chosen.
    You may want to ask how often your doctor performs {proc}.
    Most of my patients return to light activity after {time}.
    It would be premature to plan a revision now.
    Conservative measures such as {option} should be exhausted first.
    Your pictures suggest a mild asymmetry, which nearly everyone has.
    From what I can see, the skin of the {area} looks healthy.
    Costs vary from one region to another, so be careful with offers that sound too good.
    Nerves wake up slowly, and odd tingles are a sign that they do.
    No cream can replace what surgery does, and no surgery can replace good skin care.
    Bring your old photographs to the consultation, because they say more than words.
    Perfect symmetry does not exist in nature, nor should it be promised.
    I have treated a number of people with exactly this concern.
    One option would be {option}; another is simply to wait.
    In skilled hands the risk is low, yet it is never zero.
    We usually schedule a visit at {time} to decide whether anything remains to be done.
    Ask to see before and after pictures of patients who resemble you.
    My advice is to write your questions down before you go.
    It is worth finding out why {problem} appeared in the first place.
    Anti-inflammatory medication may help, but check with your physician before you take any.
    Time and gravity work on all of us, whatever was done before.
    The choice between {proc} and {option} is a matter of degree.
    Once the cause is known, {problem} should be easier to treat.
    Some patients need only reassurance, others benefit from a minor procedure under local anesthesia.
    Insurance seldom pays for this, though a letter from your doctor may help.
    Photographs taken with a flash tend to flatten what the eye can see.
    Good communication with your doctor is half of the treatment.
    A surgeon who removed too little can always take more, while the opposite is hard to mend.
    In my hands {option} has been useful for {problem}, particularly in the {area}.
    I examine the {area} both at rest and in motion before I say a word about {proc}.
    The word permanent should be used with care in our field.
    You did the right thing by asking before you agreed to anything.
    Some swelling is invisible to the eye and yet it can hide a fine result.
    Whether you choose {option} or leave things alone, you will not harm yourself by waiting.
    More than half of the patients in my practice ask me the very same thing.
    Genes, age and habits explain more than any technique does.
    Keep in mind that a camera held too close distorts the {area}.
    Vitamin supplements will not hurt, but they are unlikely to change the course.
    It may take {n} visits before you notice a difference that others notice too.
    When I was in training we were taught to treat {problem} early; today most of us hold back.
    Your description leaves open whether the {area} was treated at the same time.
    Steroids should be injected sparingly, since too much can thin the skin.
    The first step is always a proper history: allergies, medication, earlier operations.
    Ask your surgeon for the operative report, because it names what was done and with which material.
    There may be a medical reason behind {problem}, so a blood test would not be a bad idea.
    Touching, squeezing and measuring every hour only makes the days longer.
    {Proc} is an operation of millimeters, and a millimeter is easily swollen.
    Both {option} and patience have their place.
    Most complications announce themselves with pain, warmth or discharge, none of which you mention.
    I understand how distressing it is to look in the mirror at this stage.
    Younger skin rebounds quickly; after fifty it needs more help.
    A good result is one that nobody notices.
    The published figures range from one in ten to one in a hundred.
    A simple test is to lie down for an hour and see whether the {area} changes.
    If money is a concern, ask whether the fee for a revision would be waived.
    Nothing you wrote makes me think of an emergency.
    I like to see my patients the next day, after a week and again at {time}.
    Not every office offers {option}, so you might have to travel.
    What matters most is that you and your doctor share the same goal.
    Local anesthesia is enough for this, and you may drive home afterwards.
    As long as {problem} can be felt but not seen, I leave it alone.
    Certain medicines, herbs among them, make bruises larger and longer lasting.
    Before {proc} I mark the {area} while the patient is standing.
""")

SPECIALTY_SENTENCES = _rows("""
    Please see a board certified Plastic Surgeon in your area.
    I am a {place} Plastic Surgeon and I see this nearly every week.
    Your best choice would be an experienced Oculoplastic Surgeon or a Facial Plastic Surgeon.
    As a Dermatologist I would begin with the least invasive treatment.
    Any {place} Dermatologic Surgeon can take a small biopsy to be sure.
    You should discuss it with your Dentist and your Physician.
""")
SPECIALTY_LINES = _rows("""
    See your Plastic Surgeon
    I am a {place} Plastic Surgeon
    Please consult a Facial Plastic Surgeon
    Ask for a certified Dermatologist
""")

COLLEAGUES = _rows("""
    As Dr {other} has pointed out, a photograph can be deceiving.
    I agree with Dr. {other} that {option} would be reasonable.
    The late Dr. {other} taught us to wait, and he was right.
    My colleague Anna {other}, MD in our clinic often combines {proc} with {option}.
    Drs. {other} and Vance have described this in detail.
""")

DEAD_LINKS = _rows("""
    The society keeps a directory at Here you can find a specialist near you.
    For more information please click on the link below.
    You can see similar cases on our site at and read about the recovery there.
    A short animation of the technique is shown here:
""")

GREETINGS = _cells("""
    Hello, | Hi {user}, | Dear {user}, | Hello {user}. | Dear patient: | Hi there! | Good morning,
""")
INLINE_GREETINGS = _cells("""
    Hi {user}. | Hello {user}, | Hi, | Hello and thanks for writing. | Great question!
""")
CLOSINGS = _cells("""
    Good luck! | Good luck | Best wishes. | Best wishes, | Hope this helps! | I hope this helps.
    All the best,
    Best of luck to you! | Take care. | Sincerely, | Kind regards, | Good luck with your decision.
    Warm regards,
    Thank you and good luck. | Stay safe! | Best, | Wishing you a smooth recovery.
""")
SHORTS = _cells("""
    Common? yes | Inconvenient? yes. | Dangerous? no | Worth it? Absolutely! | In short: wait. | My opinion
    Permanent? Not at all. | Expensive? it depends | That said...
""")
SUBHEADS = _cells("""
    Glycolic acid | Chemical Peels | To review: | Scar Management tips: | Recovery | What are the risks?
    Before surgery | The first week | How is it done? | Cost | Who is a candidate? | Follow up | {Option}
    {Problem} | After {proc} | Why does this happen?
""")
ITEMS = _rows("""
    sleep with your head elevated
    no aspirin or ibuprofen for {n} days
    Drink plenty of water
    wear the garment day and night
    Walk a little every hour
    {option}
    cool compresses during the first two days
    no alcohol for {time}
    Call us if the skin of the {area} becomes hot or red
    Keep the incision clean & dry
    sunscreen, sunscreen, sunscreen!
    a soft diet (soup, yogurt, eggs)
    avoid hot tubs < {n} weeks
    light stretching only
    Take the whole course of antibiotics
""")
ITEM_LEADS = _rows("""
    Here is what I ask my own patients to do:
    The usual instructions after {proc} are these:
    Your choices, from the simplest to the most involved:
    A few points to keep in mind:
""")
QUOTES: tuple[tuple[str, str], ...] = (
    (
        "Q: Can {problem} come back?",
        "A: It can, although {option} makes it less likely in most people that we follow.",
    ),
    ("Q: How long should I wait?", "A: I would give it {time} and then have the {area} looked at again."),
    (
        "Q: Is {proc} painful?",
        "A: Most people call it uncomfortable rather than painful, and it passes quickly.",
    ),
)

TIMES = _cells("""
    six weeks | three months | a year | ten days | two weeks | 4 months | six to nine months | 8 weeks
""")
USERS = _cells("""
    sunny77 | MiaBelle | ready4change | Jo_in_TX | mom-of-3 | Dancer | tk1984 | bluebird | Ms. Kate
""")

GIVEN = _cells("""
    Adam | Alice | Anders | Beatriz | Benjamin | Brigitte | Carla | Cécile | Charles | Chiara | Claire | Colin
    Daniela | David | Deepa | Dmitri | Edward | Elena | Emil | Esther | Farid | Fiona | Frank | Gabriel
    Gloria
    Hannah | Haruki | Helen | Henry | Ibrahim | Inés | Isaac | Jacob | Jana | Jeffrey | Joanna | Jürgen
    Karim
    Katherine | Laura | Leon | Leyla | Linda | Lucas | Małgorzata | Marcus | Margaret | Maria | Martin
    Michael
    Mina | Nadia | Nathan | Noor | Oliver | Olga | Oscar | Patricia | Paul | Peter | Priya | Rachel
    Ravi | Rebecca
    Robert | Rosa | Samir | Sarah | Søren | Stephen | Susan | Tadashi | Thomas | Ursula | Valerie
    Victor | Walter
    Wei | William | Yasmin | Yuki | Zoë
""")
SURNAMES = _cells("""
    Abbott | Adeyemi | Ahlström | Alvarez | Anand | Baker | Barlow | Bianchi | Brandt | Callahan
    Castañeda | Chandra
    Cho | Clark | Cohen | D'Amico | D’Souza | Dalton | De Luca | de la Cruz | DeVries | DiPaolo | Dubois
    Ekström
    Ellison | Farouk | Fernández | Fischer | Fitzgerald | Fletcher | García-Ruiz | Gallagher | Grant
    Greene | Haddad
    Hale | Hansen | Hartley | Hoffman | Ionescu | Ishikawa | Jensen | Johansson | Kaplan | Kapoor
    Keller | Khalil
    Kowalski | Lambert | Larkin | Le | Lindqvist | MacLeod | Malik | Marchetti | McBride | McGrath
    Mehta | Mendoza
    Moreau | Müller | Murphy | Nakamura | Newman | Novák | Núñez | O'Brien | O’Rourke | Okafor | Olsen
    Park | Pereira
    Petrov | Popescu | Quinn | Ramírez | Rao | Reyes | Rossi | Sato | Saunders | Schäfer | Shapiro
    Singh | Smith-Hall
    St. James | Stone | Sullivan | Tanaka | ten Boom | Thornton | Tran | Turner | Ueda | van den Berg
    Van Houten
    Varga | Vasquez | von Stein | Walsh | Weiss | Whitman | Yılmaz | York | Zhang | Zielińska
""")
WHOLE_NAMES = _cells("""
    Nguyen Thi Lan | Kwame Ofosu-Mensah | Abd al-Rahman Haddad | Xiu Ying Chen | Siti binti Yusof
    Jae-hyun Kim
    Ana Lucía de Souza Prado | Oluwaseun Bello | Mei-Ling Wu | Rajeshwari Venkataraman | Jean-Luc D'Aubigny
    Muhammad bin Salleh | Chidi Nwosu | Sun Hee Paik | José María Iturbe | María del Mar Soto | Tuğçe Aydın
""")
NICKS = _cells("Bob | Jack | Tony | Kate | Chip | Sandy | Mo | Tess | Skip | Lily")

CREDENTIALS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("MD", ("MD",), 100),
    ("MD, FACS", ("MD", "FACS"), 50),
    ("MD FACS", ("MD", "FACS"), 8),
    ("MD, FRCPC", ("MD", "FRCPC"), 5),
    ("MD, PhD", ("MD", "PhD"), 8),
    ("MD, FACS, MBA", ("MD", "FACS", "MBA"), 3),
    ("DO", ("DO",), 10),
    ("DDS", ("DDS",), 8),
    ("DMD", ("DMD",), 5),
    ("DMD, MD", ("DMD", "MD"), 3),
    ("MD, DMD", ("MD", "DMD"), 2),
    ("DDS, MD", ("DDS", "MD"), 3),
    ("DMD, FAGD", ("DMD", "FAGD"), 2),
    ("MD, FAAD", ("MD", "FAAD"), 6),
    ("MD, PhD, FAAD", ("MD", "PhD", "FAAD"), 2),
    ("MD, PhD, FACMS", ("MD", "PhD", "FACMS"), 2),
    ("MBBS, FRACS", ("MBBS", "FRACS"), 3),
    ("MBBS", ("MBBS",), 2),
    ("MD, FACOG", ("MD", "FACOG"), 2),
    ("MBChB, FRCS(C)", ("MBChB", "FRCS(C)"), 2),
    ("MD, FRCSC", ("MD", "FRCSC"), 2),
    ("BDS, MSc", ("BDS", "MSc"), 2),
    ("PA-C", ("PA-C",), 2),
    ("DNP, APRN", ("DNP", "APRN"), 2),
    ("RN, BSN", ("RN", "BSN"), 1),
    ("NP", ("NP",), 1),
    ("MD, MPH", ("MD", "MPH"), 2),
    ("DPM", ("DPM",), 1),
    ("ND", ("ND",), 1),
    ("PhD", ("PhD",), 1),
)

# The ten phrases seen in question text, with weights about as often as they were seen; then those the site is
# known or likely to have had; then more that it could have.
SEEN_SPECIALTIES: tuple[tuple[str, int], ...] = (
    ("Plastic Surgeon", 60),
    ("Facial Plastic Surgeon", 22),
    ("Oculoplastic Surgeon", 10),
    ("Dermatologic Surgeon", 12),
    ("Dermatologist", 5),
    ("Dentist", 7),
    ("Physician", 5),
    ("Phlebologist", 3),
    ("Ophthalmologist", 3),
    ("OB/GYN", 3),
)
OTHER_SPECIALTIES = _rows("""
    Board Certified Plastic Surgeon
    Board Certified Dermatologist
    Dermatologic Surgeon, Board Certified in Dermatology
    Board Certified Oral & Maxillofacial Surgeon
    Board Certified Otolaryngologist
    Board Eligible Plastic Surgeon
    Physician, Board Certified in Otolaryngology – Head and Neck Surgery
    Physician, Board Certified in Radiology
    Physician, Board Certified in Psychiatry
    Otolaryngologist
    General Surgeon
    Orthodontist
    Prosthodontist
    Periodontist
    Oral Surgeon
    Vascular Surgeon
    Bariatric Surgeon
    Hair Restoration Surgeon
    Nurse Practitioner
    Physician Assistant
    Oral & Maxillofacial Surgeon
    Hand Surgeon
    Vein Specialist
    Aesthetic Nurse
    Endocrinologist
    Podiatrist
    Medical Spa Director
    Mohs Surgeon
    Naturopathic Doctor
    Cosmetic Dentist
    Registered Nurse
    Urologist
    Gynecologist
    Family Physician
    Pediatric Dentist
    Aesthetic Physician
    Wound Care Specialist
    Interventional Radiologist
    Endodontist
    Internist
    Cosmetic Surgeon
    Neurologist
    Optometrist
    Anesthesiologist
""")

# (location as printed, suffix of a profile address)
PLACES: tuple[tuple[str, str], ...] = tuple(
    (cell.rsplit("/", 1)[0].strip(), cell.rsplit("/", 1)[1].strip())
    for cell in _cells("""
    Austin/tx | Baltimore/md | Baton Rouge/la | Bay Area/ca | Bellevue/wa | Beverly Hills/ca | Boston/ma
    Buffalo/ny
    Chattanooga/tn | Chicago/il | Cleveland/oh | Dallas/tx | Danville/ca | Davie/fl | Denver/co | Encino/ca
    Dominican Republic/do | Fairfax/va | Fort Myers/fl | Fort Worth/tx | Germany/de | Hilton Head Island/sc
    Houston/tx | Jersey City/nj | Laguna Niguel/ca | Las Vegas/nv | Los Angeles/ca | Manhattan/ny | Memphis/tn
    Miami/fl | Montreal/qc | Naples/fl | New Haven/ct | New Orleans/la | New York/ny | Newport Beach/ca
    Omaha/ne
    Orange County/ca | Palm Beach/fl | Panama City/fl | Phoenix/az | Reading/pa | Redding/ca | Sacramento/ca
    Saint Louis/mo | Salt Lake City/ut | San Antonio/tx | San Diego/ca | San Francisco/ca | Sandy/ut
    Scottsdale/az
    Seattle/wa | Short Hills/nj | South Burlington/vt | Thailand/th | The Woodlands/tx | Toronto/on
    Turkey/tr
    Vacaville/ca | Virginia/va | Washington DC/dc | West Palm Beach/fl
    Albuquerque/nm | Anchorage/ak | Ann Arbor/mi | Asheville/nc | Atlanta/ga | Aventura/fl | Bakersfield/ca
    Birmingham/al | Boca Raton/fl | Boise/id | Bozeman/mt | Brooklyn/ny | Burr Ridge/il | Cedar Rapids/ia
    Charleston/sc | Charlotte/nc | Cincinnati/oh | Coeur d'Alene/id | Colorado Springs/co | Columbus/oh
    Coral Gables/fl | Delray Beach/fl | Des Moines/ia | Detroit/mi | Eau Claire/wi | El Paso/tx | Eugene/or
    Fargo/nd | Fort Lauderdale/fl | Fresno/ca | Grand Rapids/mi | Green Bay/wi | Greenwich/ct | Hartford/ct
    Hawaii/hi | Honolulu/hi | Indianapolis/in | Kansas City/mo | King of Prussia/pa | Knoxville/tn
    La Jolla/ca
    Lake Forest/il | Lancaster/pa | Lexington/ky | Little Rock/ar | Long Island/ny | Louisville/ky
    Lubbock/tx
    Madison/wi | Maui/hi | Milwaukee/wi | Mobile/al | Myrtle Beach/sc | New Hampshire/nh | North Dakota/nd
    Northern Virginia/va | O'Fallon/mo | Oak Brook/il | Oklahoma City/ok | Overland Park/ks | Palm Springs/ca
    Philadelphia/pa | Pittsburgh/pa | Plano/tx | Portland/or | Prairie Village/ks | Providence/ri | Raleigh/nc
    Rancho Mirage/ca | Reno/nv | Richmond/va | Rochester/ny | Saint Paul/mn | Sarasota/fl | Savannah/ga
    Sioux Falls/sd | Spokane/wa | St. Louis/mo | St. Petersburg/fl | Stamford/ct | Staten Island/ny | Tampa/fl
    Tucson/az | Tulsa/ok | Upper East Side/ny | Walnut Creek/ca | Wichita/ks | Wilkes-Barre/pa
    Winston-Salem/nc
    Amman/jo | Antalya/tr | Athens/gr | Auckland/nz | Bangkok/th | Barcelona/es | Beirut/lb | Belgrade/rs
    Bogotá/co
    Brazil/br | Brisbane/au | Brussels/be | Buenos Aires/ar | Calgary/ab | Cali/co | Cancún/mx | Cape Town/za
    Costa Rica/cr | Copenhagen/dk | Dubai/ae | Dublin/ie | Düsseldorf/de | Edmonton/ab | France/fr
    Guadalajara/mx
    Halifax/ns | Hong Kong/hk | India/in | Istanbul/tr | Kraków/pl | Kuala Lumpur/my | Lima/pe | London/gb
    Madrid/es | Malmö/se | Manila/ph | Marbella/es | Medellín/co | Melbourne/au | Mexico/mx | Mexico City/mx
    Milan/it | Monterrey/mx | Mumbai/in | Munich/de | New Delhi/in | Nuevo León/mx | Ottawa/on | Prague/cz
    Puerto Rico/pr | Québec City/qc | Rio de Janeiro/br | San José del Cabo/mx | San Juan/pr
    Santo Domingo/do
    São Paulo/br | Seoul/kr | Singapore/sg | South Africa/za | Stoke-on-Trent/gb | Sydney/au | Tel Aviv/il
    Tijuana/mx | United Arab Emirates/ae | United Kingdom/gb | Vancouver/bc | Vienna/at | Warsaw/pl
    West Midlands/gb | Western Australia/au | Zürich/ch
    """)
)

ASKER_PLACES = _cells("""
    Houston, TX | St. Louis, MO | Coeur d'Alene, ID | London, GB | Vancouver, BC | Manila, PH | Des Moines, IA
    Perth, AU | Bronx, NY | San Jose, CR | El Paso, TX | Winston-Salem, NC | Dublin, IE | Miami, FL
""")
STREETS = _cells("""
    Maple Avenue | W. 57th Street | Lakeshore Dr. | Medical Plaza, Suite 210 | El Camino Real
    N. Main St
""")
