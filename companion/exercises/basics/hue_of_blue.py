"""Exercise: a hue from a colour picker, for OpenCV."""

KIND = "choice"
TITLE = "a mask for blue"
PROMPT = (
    "A colour picker on the web says that a blue jacket has the hue 220 degrees on a circle of 360. The picture was "
    "converted with `cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)` from uint8. Which lower and upper bound for "
    "`cv2.inRange` keep the jacket?"
)
OPTIONS = {
    "a": (
        "(210, 80, 80) and (230, 255, 255)",
        "No pixel of an 8-bit picture has such a hue: there OpenCV's hue ends at 179. The mask stays empty.",
    ),
    "b": (
        "(100, 80, 80) and (120, 255, 255)",
        "OpenCV halves the angle, so that it fits into 8 bits, and half of 220 lies in the middle of these bounds.",
    ),
    "c": (
        "(146, 80, 80) and (166, 255, 255)",
        "That spreads the circle over 0 to 255. OpenCV does so only for COLOR_BGR2HSV_FULL; here this is magenta.",
    ),
    "d": (
        "(80, 80, 100) and (255, 255, 120)",
        "The channels are hue, saturation, value, in this order: these bounds narrow down the brightness.",
    ),
    "e": (
        "(0, 80, 80) and (20, 255, 255)",
        "That is orange, the hue of the jacket if red and blue have changed places.",
    ),
}
CORRECT = "b"
HINTS = [
    "How many different values has a byte, and how many degrees has a circle? What did OpenCV do about it?",
    "The hue must lie in the middle of its bounds, and hue is the first of the three channels.",
]
