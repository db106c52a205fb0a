"""Set Django up for the scripts beside this one, which import parts of the site."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irsite.settings")
django.setup()
