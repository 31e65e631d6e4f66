import pytest
from tests.test_permissions import *
pytestmark = [pytest.mark.django_db]
def test_it(found):
    out = open("/work/tmp/E/matrix.txt", "w")
    for route in routes():
        if route in found[0]:
            print(f"{route or '(first page)':58}", *(f"{told(found[0][route], role):16}" for role in PEOPLE), file=out)
    for route, cells in found[0].items():
        for k, v in cells.items():
            if k[1] in ("put", "delete"): 
                if v[0] not in ("refused","forbidden"): print(route, k, v)
    print(set(routes()) ^ set(found[0]))
