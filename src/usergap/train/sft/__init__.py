"""Supervised fine-tuning of user models on flipped dialogues."""

from usergap.train.sft.finetuning import finetune
from usergap.train.sft.settings import FineTuning

__all__ = ["FineTuning", "finetune"]
