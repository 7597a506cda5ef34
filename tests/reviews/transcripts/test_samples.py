"""Every sample file: exactly these utterances, or exactly this refusal."""

from pathlib import Path

import pytest

from reviews.transcripts import Format, UnreadableTranscript, Utterance, read

SAMPLES = Path(__file__).parent / "samples"
NADIA, TOM = "Nadia Brandt", "Tom"
BY_THE_END = "What would you like to have by the time we finish?"
HAVE = "What would you like to have?"
ONE_TALK = "One talk with my team."

EXPECTED: dict[str, tuple[Format, list[Utterance]]] = {
    "01_zoom.vtt": (
        Format.VTT,
        [
            Utterance(NADIA, BY_THE_END, 4120, 7480, 5),
            Utterance(TOM, "I keep postponing one talk with my team.", 7910, 13030, 9),
            Utterance(TOM, "And I think it is costing me.", 13030, 16200, 13),
            Utterance("", "Costing you how?", 19600, 21000, 17),
        ],
    ),
    "02_teams.vtt": (
        Format.VTT,
        [
            Utterance(NADIA, BY_THE_END, 4126, 7480, 5),
            Utterance(
                "Tom O'Neill (Guest)", "I keep postponing one talk & it hurts.", 7010, 13036, 10
            ),
        ],
    ),
    # Fields without leading zeros: 7.48 is 7 s 48 ms, 3.30 is 3 s 30 ms.
    "03_teams_old_timestamps.vtt": (
        Format.VTT,
        [Utterance(NADIA, HAVE, 4120, 7048, 4), Utterance(TOM, ONE_TALK, 7910, 63030, 7)],
    ),
    "04_no_hours_notes_styles.vtt": (
        Format.VTT,
        [
            Utterance("Nadia", HAVE, 4120, 7480, 12),
            Utterance(TOM, "That hour went fast.", 3_598_000, 3_602_500, 15),
        ],
    ),
    "05_two_voices_overlap.vtt": (
        Format.VTT,
        [
            Utterance(TOM, "I was about to say that I", 10_000, 14_000, 4),
            Utterance("Nadia", "Sorry, go on.", 10_000, 14_000, 5),
            Utterance(TOM, "that I feel split.", 12_500, 16_000, 8),
        ],
    ),
    "07_otter.txt": (
        Format.OTTER,
        [
            Utterance(NADIA, BY_THE_END, 4000, None, 2),
            Utterance(
                "Unknown Speaker",
                "I keep postponing one talk with my team. Time: I need more of it.",
                7000,
                None,
                5,
            ),
            Utterance(NADIA, "How shall we close?", 3_729_000, None, 9),
        ],
    ),
    "08_srt.srt": (
        Format.SRT,
        [
            Utterance(NADIA, HAVE, 4120, 7480, 3),
            Utterance(TOM, "One talk – “the” talk, with Zoé’s team.", 7910, 13030, 7),
        ],
    ),
    "09_google_meet_doc.txt": (
        Format.GOOGLE_MEET,
        [
            Utterance(NADIA, BY_THE_END, 0, None, 13),
            Utterance(TOM, "I keep postponing one talk.", None, None, 14),
            Utterance(NADIA, "Where are we now?", 312_000, None, 17),
            Utterance(TOM, "Closer.", None, None, 18),
        ],
    ),
    "10_gemini_export.md": (
        Format.GEMINI,
        [Utterance(NADIA, HAVE, 0, None, 3), Utterance(TOM, ONE_TALK, None, None, 5)],
    ),
    "11_rev.json": (
        Format.REV,
        [
            Utterance("Speaker 0", "What matters?", 4120, 4900, 1),
            Utterance("Speaker 1", "<inaudible> Peace.", 6000, 6400, 2),
        ],
    ),
    "12_segments.json": (
        Format.SEGMENTS,
        [
            Utterance("SPEAKER_00", "What matters?", 4120, 7480, 1),
            Utterance("SPEAKER_01", "Peace.", 7900, 13_000, 2),
        ],
    ),
    "13_descript.txt": (
        Format.DESCRIPT,
        [Utterance("Nadia", HAVE, 4000, None, 1), Utterance(TOM, ONE_TALK, 7000, None, 3)],
    ),
    "14_plain.txt": (
        Format.TYPED,
        [
            Utterance("Coach", BY_THE_END, None, None, 1),
            Utterance("Client", "I keep postponing one talk. It has been months.", None, None, 2),
            Utterance("Coach", "What makes it matter now?", None, None, 5),
            Utterance("Client", "(long pause) I am tired.", None, None, 7),
        ],
    ),
    "15_icf_style.txt": (
        Format.TYPED,
        [
            Utterance(
                "Coach", "Um, what would you like to have by the, by the end?", 4000, None, 2
            ),
            Utterance("Client", "Mm. One talk.", 7000, None, 4),
        ],
    ),
    "16_speaker_numbers.txt": (
        Format.TYPED,
        [
            Utterance("Speaker 1", HAVE, 4000, None, 1),
            Utterance("Speaker 2", ONE_TALK, 7000, None, 2),
            Utterance("Speaker 3", "One more thing.", 9000, None, 3),
        ],
    ),
    "17_utf16.txt": (
        Format.TYPED,
        [
            Utterance("Coach", "What matters?", None, None, 1),
            Utterance("Client", "Peace – and naïve hope.", None, None, 2),
        ],
    ),
    "18_entities_and_markup.vtt": (
        Format.VTT,
        [
            Utterance("Zoë Müller", "He said <stop> & left at once.", 1000, 3000, 4),
            Utterance("", "word timed", 3000, 4000, 7),
        ],
    ),
    "20_rtl_and_emoji.txt": (
        Format.TYPED,
        [
            Utterance("Coach", "מה חשוב לך?", None, None, 1),
            Utterance("Client", "שקט 🙂", None, None, 2),
        ],
    ),
    "21_teams_old.docx": (
        Format.TEAMS_WORD,
        [Utterance(NADIA, HAVE, 4120, 7480, 3), Utterance(TOM, ONE_TALK, 7910, 13_030, 6)],
    ),
    "22_teams_new.docx": (
        Format.TEAMS_WORD,
        [Utterance(NADIA, HAVE, 4000, None, 5), Utterance(TOM, ONE_TALK, 7000, None, 7)],
    ),
}
REFUSED: dict[str, tuple[str, int]] = {
    "06_no_speakers.vtt": (
        "The file says what was said and when, but nowhere who said it.",
        4,
    ),
    "19_empty.vtt": ("The file looks like WebVTT, but there is no speech in it.", 1),
}


def test_samples_are_all_expected_to_be_read_or_refused() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(EXPECTED) | set(REFUSED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_sample_gives_exactly_these_utterances(name: str) -> None:
    parsed = read((SAMPLES / name).read_bytes(), name)
    assert (parsed.format, list(parsed.utterances)) == (EXPECTED[name][0].value, EXPECTED[name][1])


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_sample_is_known_by_its_content_alone(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    assert read(data, "") == read(data, name) == read(data, "misleading.mp3")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_sample_is_refused_with_reason_line_and_advice(name: str) -> None:
    with pytest.raises(UnreadableTranscript) as refused:
        read((SAMPLES / name).read_bytes(), name)
    assert (refused.value.reason, refused.value.line) == REFUSED[name]
    assert (
        "xport it again" in refused.value.advice
        or "Export the transcript again" in refused.value.advice
    )


@pytest.mark.parametrize(
    ("name", "notices"),
    [
        (
            "01_zoom.vtt",
            (
                "One piece of speech has no name in the file; you find them under “Unknown speaker”.",
            ),
        ),
        ("02_teams.vtt", ()),
        ("14_plain.txt", ("Left out as a remark, not speech: line 8.",)),
        ("09_google_meet_doc.txt", ()),
    ],
)
def test_sample_tells_what_was_left_out_or_is_unknown(name: str, notices: tuple[str, ...]) -> None:
    assert read((SAMPLES / name).read_bytes(), name).warnings == notices
