"""In whose confidence a supplier can speak, for those who write through the services.

The tables themselves are for this area alone: an import contract says so.
"""

from __future__ import annotations

from models.confidential import InConfidenceOf

__all__ = ["InConfidenceOf"]
