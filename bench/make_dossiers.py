#!/usr/bin/env python3
"""make_dossiers.py COUNT [CHANGED [SEED]]: dossiers of invented products, one a line of JSON.

Of the products CHANGED (0.01: one in a hundred, chosen by SEED) differ from those that are written
without it; the others are the same bytes.
"""
import json
import random
import sys

KINDS = ["exosome", "conditioned_medium", "prp", "amniotic_fluid", "svf"]
ROUTES = ["topical", "intradermal_injection"]
CLAIMS = ["Supports hair density.", "FDA approved treatment", "Clinically proven to regrow hair"]
MARKETS = [["US"], ["GB"], ["US", "GB"], ["ES"]]


def dossier(number):
    draw = random.Random(number)
    day = lambda years: f"{draw.choice(years)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    return {
        "id": f"P-{number:07}",
        "markets": draw.choice(MARKETS),
        "product": {
            "name": f"Product {number}",
            "kind": draw.choice(KINDS),
            "origin": draw.choice(["allogeneic", "autologous"]),
            "route": draw.choice(ROUTES),
            "purpose": "medical",
            "intended_use": "Injection into the scalp of persons with hair loss",
        },
        "supplier": {"name": f"Supplier {number % 500} Ltd", "country": draw.choice(["US", "GB"])},
        "lots": [{"number": f"L{number}", "manufactured": day([2025]), "expiry": day([2026, 2027])}],
        "claims": [{"text": draw.choice(CLAIMS)}],
    }


def main():
    count = int(sys.argv[1])
    share = float(sys.argv[2]) if len(sys.argv) > 2 else 0
    chosen = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    for number in range(count):
        product = dossier(number)
        if chosen.random() < share:
            product["product"]["origin"] = "xenogeneic"
        print(json.dumps(product))


if __name__ == "__main__":
    main()
