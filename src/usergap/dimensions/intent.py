"""Intent: what the user wants done in a turn."""

from usergap.dimensions.dimension import Dimension, Kind, Level

INTENT = Dimension(
    id="intent",
    title="Intent",
    part_of="intent",
    level=Level.FUNCTION,
    unit="user turn",
    kind=Kind.LABELS,
    distance="tvd",
    labels=(
        "info_retrieval",
        "info_discovery",
        "info_understanding",
        "info_distillation",
        "info_analysis",
        "method_guidance",
        "content_generation",
        "content_modification",
        "system_management",
        "none",
    ),
    undefined="no judged user turn, or a language that the annotator was not made for",
    version="1",
    citation="TUNA taxonomy, Shelby et al. 2025, arXiv 2510.06124; realsim, arXiv 2605.02624",
)
