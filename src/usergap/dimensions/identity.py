"""Identity: what users reveal about themselves, per dialogue."""

from usergap.dimensions.dimension import Dimension, Kind, Level

IDENTITY = Dimension(
    id="identity",
    title="Self-disclosure",
    part_of="identity",
    level=Level.STATE,
    unit="dialogue",
    kind=Kind.FLAGS,
    distance="half_sum",
    labels=(
        "demographic",
        "physical",
        "interpersonal_relationships",
        "general_preferences",
        "past",
        "future",
        "worldview",
    ),
    undefined="no judged user turn, or a language that the annotator was not made for",
    version="1",
    citation="realsim, arXiv 2605.02624",
)
