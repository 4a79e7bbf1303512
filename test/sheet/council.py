# SPDX-License-Identifier: EUPL-1.2
"""A plan as an invented council keeps it: 45 measures, 12 organisations, two rows of headings, blank goals, dates in all
their forms, lights from last year, line breaks in cells, a heading between the measures, a formula, merged cells."""
import make

ORGANISATIONS = ["Fritidsförvaltningen", "Utbildningsförvaltningen", "Socialförvaltningen", "Tekniska förvaltningen", "Kommunledningskontoret",
                 "Polisen, lokalpolisområde Fyrby", "Fyrby Bostäder AB", "Region Fyrland", "Kulturförvaltningen", "Räddningstjänsten",
                 "Föreningen Nattvandrarna", "Äldreförvaltningen"]
TITLES = ["Öppna idrottshallar på fredagar", "Bättre belysning vid stationen", "Fältgrupp hela sommaren", "Närvaroteam i skolan",
          "Föräldragrupper i stadsdelen", "Nattvandring varje lördag", "Trygghetsvandringar", "Sommarjobb för unga",
          "Utbildning om våld i nära relationer", "Krögarträffar"]
STARTS = [(46054, 1), "2026-03", "2026", "vår 2026", "mars 2026", "1 april 2026", "2026-Q2", "15/4 2026", None, "20260501"]
FORMULA = '<c r="PLACE"><f>40+45</f><v>85</v></c>'


def rows():
    out = [["Handlingsplan brottsförebyggande rådet i Fyrby 2026"], [],
           [None, None, None, None, None, None, None, "Processmål", None, "Effektmål", None, None, None, "Läge 2025"],
           ["Nr", "Åtgärd", "Fokusområde", "Ansvarig förvaltning/bolag", "Samverkan", "Kontaktperson", "Kort/lång sikt", "Mål", "Klart senast", "Mål",
            "Indikator", "Utgångsvärde", "Målvärde", "Q3", "Q4", "Startdatum", "Kommentar"]]
    for i in range(45):
        if i == 20:
            out.append(["Del 2. Trygga platser"])
        effect = "Färre utsatta" if i % 3 == 0 else None
        has_indicator = effect and i % 2 == 0
        out.append([i + 1, TITLES[i % 10] + ("" if i < 10 else " %d" % (i // 10 + 1)) + ("\n(pilot)" if i == 7 else ""),
                    ("Unga", "Platser", "Våld i nära relationer")[i % 3],
                    ORGANISATIONS[i % 12] if i != 30 else None,
                    "; ".join(n for n in (ORGANISATIONS[(i + 1) % 12], ORGANISATIONS[i % 12] if i % 9 == 0 else "") if n and "," not in n),
                    ("Kim Ek", "Robin Alm", "Sam Lind", None)[i % 4],
                    ("Kort", "Lång", "kort sikt", None)[i % 4],
                    None if i % 5 == 4 else "Genomförs enligt plan,\nminst %d gånger" % (i + 2), ("2026-12-31", (46387, 1), "dec 2026", None)[i % 4],
                    effect, "Anmälda brott" if has_indicator else None, (120 if i else FORMULA) if has_indicator else None, 90 if has_indicator else None,
                    ("Grön", "Gul", "Grön")[i % 3], ("Grön", "Grön", "Gul")[i % 3], STARTS[i % 10], "Se protokoll" if i == 3 else None])
    return out


def plan():
    return make.Book().sheet("Läsmig", [["Så fyller du i"], ["Fråga samordnaren"]]) \
        .sheet("Åtgärder", rows(), after='<mergeCells><mergeCell ref="A1:F1"/><mergeCell ref="H3:I3"/><mergeCell ref="J3:M3"/></mergeCells>').bytes()


if __name__ == "__main__":
    import sys
    sys.stdout.buffer.write(plan())
