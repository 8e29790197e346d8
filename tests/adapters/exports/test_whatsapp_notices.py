"""What WhatsApp itself writes, in many languages."""
# ruff: noqa: RUF001  (letters of other alphabets are meant)

from datetime import UTC

import pytest

from adapters.exports import open_export
from chat.events import MemberJoined, MemberLeft, MessagePosted, Person
from tests.adapters.exports.make import read, said, texts, utc, whatsapp

AT = utc(2020, 12, 13, 23, 55)
OWN = "\u200e"


def members(tmp_path, line, *, before="13/12/20, 23:55 - "):
    """Return who joined (+) and left (-) by a notice."""
    path = whatsapp(tmp_path / "chat.txt", f"{before}{line}", f"{before}Ana: hi")
    signs = {MemberJoined: "+", MemberLeft: "-"}
    return [signs[type(event)] + event.member.name for event in read(path) if not isinstance(event, MessagePosted)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Bob joined using this group's invite link", ["+Bob"]),
        ("Bob joined using a group link.", ["+Bob"]),
        ("Ana added Bob, Cleo and Dan", ["+Bob", "+Cleo", "+Dan"]),
        ("You added +1 555 123 4567", ["++1 555 123 4567"]),
        ("Ana added you", []),
        ("Bob left", ["-Bob"]),
        ("You left", []),
        ("Ana removed Bob", ["-Bob"]),
        ("Bob se unió usando el enlace de invitación de este grupo", ["+Bob"]),
        ("Ana añadió a Bob y Cleo", ["+Bob", "+Cleo"]),
        ("Bob salió del grupo", ["-Bob"]),
        ("Ana eliminó a Bob", ["-Bob"]),
        ("Bob entrou usando o link de convite deste grupo", ["+Bob"]),
        ("Ana adicionou Bob e Cleo", ["+Bob", "+Cleo"]),
        ("Bob saiu", ["-Bob"]),
        ("Ana removeu Bob", ["-Bob"]),
        ("Bob ist über den Einladungslink dieser Gruppe beigetreten", ["+Bob"]),
        ("Ana hat Bob und Cleo hinzugefügt", ["+Bob", "+Cleo"]),
        ("Du hast Bob hinzugefügt", ["+Bob"]),
        ("Bob hat die Gruppe verlassen", ["-Bob"]),
        ("Ana hat Bob entfernt", ["-Bob"]),
        ("Bob a rejoint le groupe via le lien d'invitation", ["+Bob"]),
        ("Ana a ajouté Bob et Cleo", ["+Bob", "+Cleo"]),
        ("Bob a quitté le groupe", ["-Bob"]),
        ("Ana a retiré Bob", ["-Bob"]),
        ("Bob si è unito usando il link d'invito di questo gruppo", ["+Bob"]),
        ("Ana ha aggiunto Bob e Cleo", ["+Bob", "+Cleo"]),
        ("Hai aggiunto Bob", ["+Bob"]),
        ("Bob ha abbandonato", ["-Bob"]),
        ("Ana ha rimosso Bob", ["-Bob"]),
        ("Bob присоединился(-ась) к группе по ссылке-приглашению", ["+Bob"]),
        ("Ana добавил(-а) Bob и Cleo", ["+Bob", "+Cleo"]),
        ("Вы добавили Bob", ["+Bob"]),
        ("Bob вышел(-ла)", ["-Bob"]),
        ("Ana удалил(-а) Bob", ["-Bob"]),
        ("Bob bu grubun davet bağlantısını kullanarak katıldı", ["+Bob"]),
        ("Ana, Bob kişisini ekledi", ["+Bob"]),
        ("Bob ayrıldı", ["-Bob"]),
        ("Ana, Bob kişisini çıkardı", ["-Bob"]),
        ("Bob bergabung menggunakan tautan undangan grup ini", ["+Bob"]),
        ("Ana menambahkan Bob dan Cleo", ["+Bob", "+Cleo"]),
        ("Bob keluar", ["-Bob"]),
        ("Ana mengeluarkan Bob", ["-Bob"]),
        ("Bob neemt nu deel via de uitnodigingslink van de groep", ["+Bob"]),
        ("Ana heeft Bob en Cleo toegevoegd", ["+Bob", "+Cleo"]),
        ("Bob heeft de groep verlaten", ["-Bob"]),
        ("Bob dołączył(a), korzystając z linku zapraszającego", ["+Bob"]),
        ("Ana usunął(-ęła) Bob", ["-Bob"]),
    ],
)
def test_joins_and_leaves_are_told_in_many_languages(tmp_path, line, expected):
    assert members(tmp_path, line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Messages and calls are end-to-end encrypted. No one outside of this chat can read them. Tap to learn more.",
        'Ana created group "Bob left"',
        'Ana changed the subject to "To sell: mugs"',
        'Ana changed the subject from "Mugs: old" to "Mugs: new"',
        "Ana cambió el asunto de “Tazas: a” a “Tazas: b”",
        "Ana changed this group's icon",
        "Ana pinned a message",
        "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.",
    ],
)
def test_other_notices_are_no_messages(tmp_path, line):
    source = open_export(whatsapp(tmp_path / "chat.txt", f"13/12/20, 23:55 - {line}", "13/12/20, 23:55 - Ana: hi"))

    assert list(source.events(UTC)) == [said(2, "Ana", "hi", at=AT)]
    assert source.trouble == ("Lines of WhatsApp's own that say nothing of members: 1.",)


def test_an_iphone_puts_notices_after_a_name(tmp_path):
    before = "[13.12.20, 23:55:00] "

    assert members(tmp_path, f"Ana: {OWN}Ana added Bob", before=before) == ["+Bob"]
    assert members(tmp_path, f"Bob: {OWN}Bob left", before=before) == ["-Bob"]
    assert members(
        tmp_path, f"{OWN}~\u202fBob: {OWN}~\u202fBob joined using this group's invite link", before=before
    ) == ["+Bob"]


@pytest.mark.parametrize(
    "text",
    ["Bob left", "Ana added Bob", 'he changed the subject to "a: b"', "This message was deleted by mistake", "image"],
)
def test_a_member_may_write_what_looks_like_a_notice(tmp_path, text):
    assert read(whatsapp(tmp_path / "chat.txt", f"13/12/20, 23:55 - Ana: {text}")) == [said(1, "Ana", text, at=AT)]


def test_an_advert_does_not_hide_behind_whatsapps_mark(tmp_path):
    line = f"[13.12.20, 23:55:00] Ana: {OWN}mugs for 5 at shop.example"

    assert texts(read(whatsapp(tmp_path / "chat.txt", line))) == [f"{OWN}mugs for 5 at shop.example"]


@pytest.mark.parametrize(
    "text",
    [
        "This message was deleted",
        f"{OWN}You deleted this message.",
        "Se eliminó este mensaje",
        "Mensagem apagada",
        "Diese Nachricht wurde gelöscht.",
        "Ce message a été supprimé",
        "Questo messaggio è stato eliminato",
        "Данное сообщение удалено",
        "Bu mesaj silindi",
        "Pesan ini telah dihapus",
        "This message was deleted by admin Cleo",
    ],
)
def test_a_deleted_message_is_counted_only(tmp_path, text):
    source = open_export(whatsapp(tmp_path / "chat.txt", f"13/12/20, 23:55 - Ana: {text}"))

    assert list(source.events(UTC)) == []
    assert source.trouble == ("Messages deleted before the export: 1.",)


@pytest.mark.parametrize(
    ("text", "pictures", "files"),
    [
        ("<Media omitted>", 1, 0),
        ("<Multimedia omitido>", 1, 0),
        ("<Mídia oculta>", 1, 0),
        ("<Arquivo de mídia oculto>", 1, 0),
        ("<Medien ausgeschlossen>", 1, 0),
        ("<Médias omis>", 1, 0),
        ("<Media omessi>", 1, 0),
        ("<Без медиафайлов>", 1, 0),
        ("<Medya dahil edilmedi>", 1, 0),
        ("<Media tidak disertakan>", 1, 0),
        (f"{OWN}image omitted", 1, 0),
        (f"{OWN}imagen omitida", 1, 0),
        (f"{OWN}Bild weggelassen", 1, 0),
        (f"{OWN}video omitted", 0, 1),
        (f"{OWN}sticker omitted", 0, 0),
        (f"{OWN}<attached: 00000012-PHOTO-2020-12-13-23-55-00.jpg>", 1, 0),
        (f"{OWN}<adjunto: 00000012-VIDEO-2020-12-13-23-55-00.mp4>", 0, 1),
        (f"{OWN}<pièce jointe : 00000012-STICKER-2020-12-13-23-55-00.webp>", 0, 0),
        ("IMG-20201213-WA0001.jpg (file attached)", 1, 0),
        ("IMG-20201213-WA0001.jpg (archivo adjunto)", 1, 0),
        ("IMG-20201213-WA0001.jpg (ไฟล์ที่แนบมา)", 1, 0),
        ("price list.pdf (Datei angehängt)", 0, 1),
        (f"{OWN}VID-20201213-WA0001.mp4 (файл добавлен)", 0, 1),
        ("null", 1, 0),
    ],
)
def test_media_lines_become_counts(tmp_path, text, pictures, files):
    path = whatsapp(tmp_path / "chat.txt", f"13/12/20, 23:55 - Ana: {text}")

    assert read(path) == [said(1, "Ana", "", at=AT, pictures=pictures, files=files)]


def test_a_caption_stays_when_its_picture_line_goes(tmp_path):
    path = whatsapp(
        tmp_path / "chat.txt",
        "13/12/20, 23:55 - Ana: IMG-20201213-WA0001.jpg (file attached)",
        "New mugs",
        f"13/12/20, 23:55 - Bob: Old mugs {OWN}<attached: 00000012-PHOTO-2020-12-13-23-55-00.jpg>",
        "13/12/20, 23:55 - Bob: no",
        "image omitted",
    )

    assert read(path) == [
        said(1, "Ana", "New mugs", at=AT, pictures=1),
        said(3, "Bob", "Old mugs", at=AT, pictures=1),
        said(4, "Bob", "no\nimage omitted", at=AT),
    ]


@pytest.mark.parametrize(
    "mark",
    ["<This message was edited>", f"{OWN}<This message was edited>", "<Diese Nachricht wurde bearbeitet.>"],
)
def test_the_mark_of_an_edit_is_taken_off(tmp_path, mark):
    source = open_export(whatsapp(tmp_path / "chat.txt", f"13/12/20, 23:55 - Ana: mugs {mark}"))

    assert list(source.events(UTC)) == [said(1, "Ana", "mugs", at=AT)]
    assert source.trouble == ("Edited messages, of which only the last text is shown: 1.",)


def test_everyone_may_be_called(tmp_path):
    [event] = read(whatsapp(tmp_path / "chat.txt", "13/12/20, 23:55 - Ana: @\u2068all\u2069 come"))

    assert event.mentions_everyone


def test_a_member_who_left_is_known_by_the_name_shown(tmp_path):
    path = whatsapp(tmp_path / "chat.txt", "13/12/20, 23:55 - ~ Bob left")

    assert read(path) == [MemberLeft(at=AT, chat="chat", member=Person(id="~Bob", name="Bob"))]
