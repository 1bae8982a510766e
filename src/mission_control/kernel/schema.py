"""What goes over the wire, and into files that other installations read."""

import warnings

from pydantic import BaseModel, ConfigDict
from pydantic.warnings import UnsupportedFieldAttributeWarning

# FastAPI gives a route's body the alias `body` and silences this while it does; what is made later warns again.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)


class Schema(BaseModel):
    """A shape of the API.

    What validates and writes it is made when it is first needed: no server uses all shapes.
    """

    model_config = ConfigDict(defer_build=True)
