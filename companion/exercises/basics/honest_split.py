"""Exercise: which split tells the truth."""

KIND = "choice"
TITLE = "which split tells the truth?"
PROMPT = (
    "A hospital gives you 5,000 microscope pictures of 100 patients, 50 a patient. Your net will be used on patients "
    "who have not come yet. Which split lets the test accuracy say how well it will do?"
)
OPTIONS = {
    "a": (
        "Shuffle the 5,000 pictures and keep 1,000 of them for testing.",
        "Nearly every patient then has pictures on both sides: the net may recognise the patient and not the disease.",
    ),
    "b": (
        "Of each patient, keep 10 pictures for testing.",
        "It sounds fair, but every test picture comes from a patient whom the net has studied on 40 pictures.",
    ),
    "c": (
        "Flip and rotate all pictures, shuffle them, and keep a fifth for testing.",
        "That leaks twice: a test picture may now be the mirror image of a training picture.",
    ),
    "d": (
        "Try ten random splits and keep the one with the best test accuracy.",
        "A test set that was used for choosing is part of the training: its accuracy is the luckiest of ten.",
    ),
    "e": (
        "Keep all the pictures of 20 patients for testing.",
        "The test asks what the use will ask: pictures of somebody the net has never met.",
    ),
}
CORRECT = "e"
HINTS = ["What will be new about a picture when the net is used? The same must be new about every test picture."]
