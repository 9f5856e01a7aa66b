"""Towns and municipalities in capitals become readable."""

import pytest

from schools.duo.places import readable_municipality, readable_place


@pytest.mark.parametrize(
    ("registered", "readable"),
    [
        ("ASSEN", "Assen"),
        ("ALTEVEER GEM NOORDENVELD", "Alteveer gem Noordenveld"),
        ("ALTEVEER GEM DE WOLDEN", "Alteveer gem De Wolden"),
        ("SPAARNDAM GEM. HAARLEM", "Spaarndam gem. Haarlem"),
        ("BEEK GEM BERG EN DAL", "Beek gem Berg en Dal"),
        ("HOORN NH", "Hoorn NH"),
        ("ELST GLD", "Elst Gld"),
        ("HUIS TER HEIDE UT", "Huis ter Heide UT"),
        ("'S-GRAVENHAGE", "'s-Gravenhage"),
        ("'S GRAVENMOER", "'s Gravenmoer"),
        ("'S-HEER ARENDSKERKE", "'s-Heer Arendskerke"),
        ("'T HARDE", "'t Harde"),
        ("TULL EN 'T WAAL", "Tull en 't Waal"),
        ("STAD AAN 'T HARINGVLIET", "Stad aan 't Haringvliet"),
        ("IJSSELSTEIN UT", "IJsselstein UT"),
        ("CAPELLE AAN DEN IJSSEL", "Capelle aan den IJssel"),
        ("YSSELSTEYN", "Ysselsteyn"),
        ("2E EXLOERMOND", "2e Exloermond"),
        ("ST.-ANNAPAROCHIE", "St.-Annaparochie"),
        ("BERGEN OP ZOOM", "Bergen op Zoom"),
        ("DE BILT", "De Bilt"),
        ("DEN HAM OV", "Den Ham OV"),
        ("TER AAR", "Ter Aar"),
        ("NIEUWER TER AA", "Nieuwer ter Aa"),
        ("REUSEL-DE MIERDEN", "Reusel-De Mierden"),
        ("HENDRIK-IDO-AMBACHT", "Hendrik-Ido-Ambacht"),
        ("HEI- EN BOEICOP", "Hei- en Boeicop"),
        ("BLESKENSGRAAF CA", "Bleskensgraaf ca"),
        ("HET HOGELAND", "Het Hogeland"),
        ("SÚDWEST-FRYSLÂN", "Súdwest-Fryslân"),
        ("", ""),
    ],
)
def test_a_place_in_capitals_becomes_readable(registered, readable):
    assert readable_place(registered) == readable


@pytest.mark.parametrize("name", ["Alteveer gem Noordenveld", "'s-Gravenhage", "Bergen (NH.)", "Nes Ameland"])
def test_a_readable_place_stays_as_it_is(name):
    assert readable_place(name) == name


@pytest.mark.parametrize(
    ("code", "registered", "readable"),
    [
        ("0518", "S GRAVENHAGE", "'s-Gravenhage"),
        ("0796", "S HERTOGENBOSCH", "'s-Hertogenbosch"),
        ("1900", "SUDWEST-FRYSLAN", "Súdwest-Fryslân"),
        ("1970", "NOARDEAST-FRYSLAN", "Noardeast-Fryslân"),
        ("0820", "NUENEN CA", "Nuenen c.a."),
        ("0373", "BERGEN NH", "Bergen NH"),
        ("1948", "", ""),
    ],
)
def test_municipalities_get_back_what_the_register_leaves_out(code, registered, readable):
    assert readable_municipality(code, registered) == readable
