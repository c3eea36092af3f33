import pytest

from tests.support.client import CheckingClient

PAGES = [
    "/jaarselectie",
    "/jaarselectie/2027",
    "/jaarselectie/2026",
    "/jaarselectie/2028",
    "/jaarselectie/2028/vastleggen",
    "/ketens/zonnepanelen/beheer",
    "/ketens/zonnepanelen/beheer/gegevens",
    "/ketens/zonnepanelen/beheer/belegging",
    "/ketens/wegen/beheer/belegging",
    "/ketens/zonnepanelen/beheer/impact",
    "/ketens/zonnepanelen/beheer/trekkers",
    "/ketens/zonnepanelen/geschiedenis",
    "/ketens",
    "/bord",
    "/ketens/zonnepanelen",
]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", PAGES)
def test_smoke(client: CheckingClient, path: str) -> None:
    client.as_("manager").page(path)
