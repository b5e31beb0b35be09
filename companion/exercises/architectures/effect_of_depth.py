"""Exercise: which comparison shows what depth does."""

KIND = "choice"
TITLE = "what depth does"
PROMPT = (
    "You want to know what *depth* does for accuracy. Every net below is trained with five seeds on the same data. "
    "Which comparison says most about depth itself?"
)
OPTIONS = {
    "a": (
        "ResNet-18 against EfficientNet-B0, which has 82 layers.",
        "They differ in the kind of block, in width, in squeeze-and-excitation and in the activation: any of these may "
        "explain the difference.",
    ),
    "b": (
        "VGG-16 against ResNet-50, each with the training recipe of its paper.",
        "Shortcuts, batch normalization, the head and the recipe differ too, and a recipe alone can move a net by "
        "points.",
    ),
    "c": (
        "ResNet-20 against ResNet-56 with the same blocks, widths, recipe and number of updates.",
        "Only the number of blocks differs. What it says holds for these blocks, this recipe and this budget: a deeper "
        "net does more work for each update, and that too should be told.",
    ),
    "d": (
        "Twenty published nets: the correlation of their depth with their published accuracy.",
        "Depth grew over the years together with everything else, so the correlation mixes the effects of all of it.",
    ),
    "e": (
        "ResNet-20 against ResNet-56, where the deeper net gets a learning rate of its own and the other none.",
        "Now the care taken with the learning rate differs as well: tune both with the same effort, or neither.",
    ),
}
CORRECT = "c"
HINTS = ["In which comparison does only one thing differ?"]
