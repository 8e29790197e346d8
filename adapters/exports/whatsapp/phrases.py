"""What WhatsApp itself writes into an exported chat, by the phone's language. Data only.

Notices are regular expressions over a whole line; `{a}` stands for who did it, `{m}` for one member, `{M}` for a list
of members. To add a language, add a row: nothing else knows languages.
"""

# ruff: noqa: RUF001  (letters of other alphabets are meant)

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language's phrases; letter case does not matter."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    lists_end: str
    """The word before the last of a list of names."""
    you: tuple[str, ...]
    """How it calls the exporter, whose name notices don't tell."""
    deleted: tuple[str, ...]
    edited: str
    picture: tuple[str, ...]
    media: tuple[str, ...]
    """Left out, without saying what it was."""
    file: tuple[str, ...]
    attached: str
    """What Android writes in brackets after a file's name."""
    other: tuple[str, ...]
    """Parts of notices that say nothing of members, for iPhones, where a notice stands after a name."""


ENGLISH = Language(
    joined=(
        "{m} joined using (?:this group's|a|your|an) (?:group )?(?:invite )?link",
        "{m} joined (?:from the community|via (?:an )?invite link|this group|the group)",
        "{m} joined",
        "{a} added {M}",
        "{M} (?:was|were) added",
    ),
    left=("{m} left(?: the group)?", "{a} removed {M}", "{M} (?:was|were) removed"),
    lists_end="and",
    you=("you",),
    deleted=(
        "this message was deleted",
        "you deleted this message",
        "this message was deleted by admin .*",
        "you deleted this message as admin",
    ),
    edited="this message was edited",
    picture=("image omitted", "photo omitted"),
    media=("media omitted",),
    file=(
        "video omitted",
        "audio omitted",
        "gif omitted",
        "document omitted",
        "contact card omitted",
        "video note omitted",
        "view once voice message omitted",
    ),
    attached="file attached",
    other=(
        "end-to-end encrypted",
        "created (?:this )?group",
        "changed (?:the|this) (?:subject|group)",
        "changed (?:their|to a new) ?phone",
        "changed to \\+",
        "security code",
        "pinned a message",
        "disappearing messages",
        "an admin",
        "missed (?:voice|video|group)",
        "changed the group",
        "changed the settings",
    ),
)
SPANISH = Language(
    joined=(
        "{m} se unió (?:usando|mediante|con|a través de).*(?:enlace|comunidad).*",
        "{m} se unió(?: desde la comunidad| al grupo)?",
        "{a} (?:añadió|agregó) a {M}",
        "(?:añadiste|agregaste) a {M}",
        "se (?:añadió|agregó) a {M}",
    ),
    left=(
        "{m} salió(?: del grupo)?",
        "{m} ha salido del grupo",
        "{m} abandonó el grupo",
        "{a} (?:eliminó|sacó|expulsó) a {M}",
        "eliminaste a {M}",
        "se eliminó a {M}",
    ),
    lists_end="y",
    you=("tú", "te", "usted"),
    deleted=(
        "este mensaje fue eliminado",
        "se eliminó este mensaje",
        "eliminaste este mensaje",
        "eliminó este mensaje",
    ),
    edited="se editó este mensaje",
    picture=("imagen omitida", "foto omitida"),
    media=("multimedia omitido", "archivo omitido", "medios omitidos"),
    file=("video omitido", "vídeo omitido", "audio omitido", "gif omitido", "documento omitido", "contacto omitido"),
    attached="archivo adjunto",
    other=(
        "cifrad[oa]s de extremo a extremo",
        "cre(?:ó|aste) (?:el|este) grupo",
        "cambi(?:ó|aste) (?:el|la|los|las|su|de|tu) ",
        "código de seguridad",
        "fij(?:ó|aste) un mensaje",
        "mensajes temporales",
        "admin(?:istrador)?\\.? del grupo",
        "llamada perdida",
    ),
)
PORTUGUESE = Language(
    joined=(
        "{m} entrou (?:no grupo )?(?:usando|através|por meio|via|pelo|com|a partir).*",
        "{m} entrou(?: no grupo)?",
        "{a} adicionou {M}",
        "{M} fo(?:i|ram) adicionad.{{1,6}}",
    ),
    left=("{m} saiu(?: do grupo)?", "{a} removeu {M}", "{M} fo(?:i|ram) removid.{{1,6}}"),
    lists_end="e",
    you=("você", "tu"),
    deleted=("mensagem apagada", "esta mensagem foi apagada", "essa mensagem foi apagada", "você apagou esta mensagem"),
    edited="mensagem editada",
    picture=("imagem ocultada", "imagem omitida", "imagem não incluída"),
    media=("mídia oculta", "mídia omitida", "arquivo de mídia oculto", "ficheiro não revelado", "ficheiro omitido"),
    file=(
        "vídeo omitido",
        "vídeo ocultado",
        "áudio ocultado",
        "áudio omitido",
        "gif omitido",
        "gif ocultado",
        "documento omitido",
        "documento ocultado",
        "cartão do contato omitido",
    ),
    attached="(?:arquivo|ficheiro) anexado",
    other=(
        "criptografia de ponta a ponta",
        "encriptad[oa]s ponto a ponto",
        "cri(?:ou|aste) (?:o|este) grupo",
        "mudou (?:o|a|a imagem|o nome) ",
        "alterou (?:o|a|as) ",
        "código de segurança",
        "fixou uma mensagem",
        "mensagens temporárias",
        "chamada (?:de voz|de vídeo) perdida",
    ),
)
GERMAN = Language(
    joined=(
        "{m} ist (?:der gruppe )?(?:über|mit|mithilfe|per|aus|von|via).*beigetreten",
        "{m} ist (?:der gruppe )?beigetreten",
        "{a} (?:hat|hast) {M} hinzugefügt",
        "{M} wurden? hinzugefügt",
    ),
    left=("{m} (?:hat|hast) die gruppe verlassen", "{a} (?:hat|hast) {M} entfernt", "{M} wurden? entfernt"),
    lists_end="und",
    you=("du", "dich"),
    deleted=(
        "diese nachricht wurde gelöscht",
        "du hast diese nachricht gelöscht",
        "diese nachricht wurde von admin .* gelöscht",
    ),
    edited="diese nachricht wurde bearbeitet",
    picture=("bild weggelassen", "foto weggelassen"),
    media=("medien ausgeschlossen", "medien weggelassen"),
    file=(
        "video weggelassen",
        "audio weggelassen",
        "gif weggelassen",
        "dokument weggelassen",
        "kontaktkarte ausgelassen",
        "videonachricht weggelassen",
    ),
    attached="datei angehängt",
    other=(
        "ende-zu-ende-verschlüsselt",
        "(?:hat|hast) (?:die|diese) gruppe .*erstellt",
        "(?:hat|hast) (?:den|das|die) (?:betreff|gruppen\\w*|beschreibung|namen) ",
        "telefonnummer",
        "sicherheitsnummer",
        "nachricht (?:angepinnt|fixiert)",
        "selbstlöschende nachrichten",
        "verpasster (?:sprach|video)anruf",
    ),
)
FRENCH = Language(
    joined=(
        "{m} a rejoint (?:le groupe )?(?:via|à l.aide|en utilisant|avec|par|depuis|grâce).*",
        "{m} a rejoint le groupe",
        "{a} (?:a|avez) ajouté {M}",
        "{M} (?:a|ont) été ajouté.{{0,6}}",
    ),
    left=(
        "{m} (?:a|avez) quitté(?: le groupe)?",
        "{m} est parti.{{0,4}}",
        "{a} (?:a|avez) (?:retiré|supprimé|exclu) {M}",
        "{M} (?:a|ont) été retiré.{{0,6}}",
    ),
    lists_end="et",
    you=("vous",),
    deleted=("ce message a été supprimé", "vous avez supprimé ce message", "ce message a été supprimé par .*"),
    edited="ce message a été modifié",
    picture=("image absente", "photo absente", "image omise"),
    media=("médias omis", "fichier omis", "média omis"),
    file=("vidéo absente", "vidéo omise", "audio omis", "gif retiré", "gif omis", "document manquant", "document omis"),
    attached="fichier joint",
    other=(
        "chiffrés de bout en bout",
        "(?:a|avez) créé (?:le|ce) groupe",
        "(?:a|avez) (?:changé|modifié) (?:le|la|l.|les|de|son) ?",
        "code de sécurité",
        "épinglé un message",
        "messages éphémères",
        "appel (?:vocal|vidéo) manqué",
    ),
)
ITALIAN = Language(
    joined=(
        "{m} (?:è entrat[oa]|si è unit[oa])(?:/a)? (?:[an]e?l gruppo )?(?:tramite|usando|con|mediante|dalla).*",
        "{m} (?:è entrat[oa](?:/a)?|si è unit[oa](?:/a)?)(?: nel gruppo| al gruppo)?",
        "{a} ha aggiunto {M}",
        "hai aggiunto {M}",
        "{M} (?:è stat[oa]|sono stat[ie]) aggiunt.{{1,4}}",
    ),
    left=(
        "{m} ha abbandonato(?: il gruppo)?",
        "{m} è uscit[oa](?: dal gruppo)?",
        "{a} ha rimosso {M}",
        "hai rimosso {M}",
        "{M} (?:è stat[oa]|sono stat[ie]) rimoss.{{1,4}}",
    ),
    lists_end="e",
    you=("tu", "ti"),
    deleted=("questo messaggio è stato eliminato", "hai eliminato questo messaggio"),
    edited="questo messaggio è stato modificato",
    picture=("immagine omessa", "foto omessa"),
    media=("media omessi", "media omesso", "file omesso"),
    file=("video omesso", "audio omesso", "gif esclusa", "gif omessa", "documento omesso", "scheda contatto omessa"),
    attached="file allegato",
    other=(
        "crittografat[ie] end-to-end",
        "(?:ha|hai) creato (?:il|questo) gruppo",
        "(?:ha|hai) (?:cambiato|modificato) (?:il|la|l.|le|i) ?",
        "codice di sicurezza",
        "fissato un messaggio",
        "messaggi (?:effimeri|temporanei)",
        "chiamata persa",
    ),
)
RUSSIAN = Language(
    joined=(
        "(?:пользователь )?{m} (?:присоединил|вступил)\\S* .*(?:ссылк|сообществ|приглаш).*",
        "(?:пользователь )?{m} (?:присоединил|вступил)\\S*(?: (?:к группе|в группу))?",
        "(?:пользователь )?{a} добавил\\S* (?:пользователя )?{M}",
        "{M} добавлен\\S*",
    ),
    left=(
        "(?:пользователь )?{m} (?:вышел|вышла|покинул)\\S*(?: (?:из группы|группу))?",
        "(?:пользователь )?{a} удалил\\S* (?:пользователя )?{M}",
        "{M} удал[её]н\\S*",
    ),
    lists_end="и",
    you=("вы", "вас"),
    deleted=("данное сообщение удалено", "это сообщение удалено", "вы удалили данное сообщение", "сообщение удалено"),
    edited="сообщение изменено",
    picture=("изображение опущено", "изображение пропущено"),
    media=("без медиафайлов", "медиа опущено", "файл опущен", "медиафайл опущен"),
    file=("видео опущено", "аудиофайл опущен", "аудио опущено", "gif опущено", "документ опущен", "видео пропущено"),
    attached="файл добавлен",
    other=(
        "сквозным шифрованием",
        "создал\\S* групп",
        "изменил\\S* ",
        "код безопасности",
        "закрепил\\S* сообщение",
        "исчезающи",
        "пропущенный .*звонок",
    ),
)
TURKISH = Language(
    joined=(
        "{m},? .*(?:davet|bağlantı|topluluk).* katıldı(?:nız)?",
        "{m} (?:gruba )?katıldı(?:nız)?",
        "{a},? {M} (?:adlı )?(?:kişisini|kişiyi|kişilerini|kullanıcısını) ekledi",
        "{a} ekledi: {M}",
        "{M} (?:adlı )?(?:kişisini|kişiyi|kişilerini) eklediniz",
        "{M} eklendi",
    ),
    left=(
        "{m} (?:gruptan )?ayrıldı(?:nız)?",
        "{a},? {M} (?:adlı )?(?:kişisini|kişiyi|kişilerini|kullanıcısını) (?:gruptan )?çıkardı",
        "{M} (?:adlı )?(?:kişisini|kişiyi) (?:gruptan )?çıkardınız",
        "{M} çıkarıldı",
    ),
    lists_end="ve",
    you=("siz", "sizi"),
    deleted=("bu mesaj silindi", "bu mesajı sildiniz"),
    edited="bu mesaj düzenlendi",
    picture=("görüntü dahil edilmedi", "görsel dahil edilmedi"),
    media=("medya dahil edilmedi", "medya atlanmış"),
    file=("video dahil edilmedi", "ses dahil edilmedi", "gif dahil edilmedi", "belge dahil edilmedi"),
    attached="dosya ekli",
    other=(
        "uçtan uca şifreli",
        "grubu(?:nu)? oluşturdu",
        "değiştirdi",
        "güvenlik kodu",
        "mesajı? sabitledi",
        "süreli mesajlar",
        "cevapsız .*arama",
    ),
)
INDONESIAN = Language(
    joined=(
        "{m} (?:telah )?bergabung (?:menggunakan|melalui|dengan|dari).*",
        "{m} (?:telah )?bergabung",
        "{a} menambahkan {M}",
        "{M} (?:telah )?ditambahkan",
    ),
    left=("{m} (?:telah )?keluar", "{a} mengeluarkan {M}", "{M} (?:telah )?dikeluarkan"),
    lists_end="dan",
    you=("anda",),
    deleted=(
        "pesan ini telah dihapus",
        "pesan ini dihapus",
        "anda telah menghapus pesan ini",
        "anda menghapus pesan ini",
    ),
    edited="pesan ini diedit",
    picture=("gambar tidak disertakan", "foto tidak disertakan"),
    media=("media tidak disertakan",),
    file=(
        "video tidak disertakan",
        "audio tidak disertakan",
        "gif tidak disertakan",
        "dokumen tidak disertakan",
        "kartu kontak tidak disertakan",
    ),
    attached="file terlampir",
    other=(
        "terenkripsi secara end-to-end",
        "membuat grup",
        "mengubah ",
        "mengganti ",
        "kode keamanan",
        "menyematkan pesan",
        "pesan sementara",
        "panggilan .*tak terjawab",
    ),
)
DUTCH = Language(
    joined=(
        "{m} (?:is lid geworden|neemt nu deel|doet nu mee|is toegetreden)(?: via.*| met.*| vanuit.*)?",
        "{a} (?:heeft|hebt) {M} toegevoegd",
        "{M} (?:is|zijn) toegevoegd",
    ),
    left=("{m} (?:heeft|hebt) de groep verlaten", "{a} (?:heeft|hebt) {M} verwijderd", "{M} (?:is|zijn) verwijderd"),
    lists_end="en",
    you=("jij", "je", "u"),
    deleted=("dit bericht is verwijderd", "dit bericht werd verwijderd", "u hebt dit bericht verwijderd"),
    edited="dit bericht is bewerkt",
    picture=("afbeelding weggelaten",),
    media=("media weggelaten",),
    file=("video weggelaten", "audio weggelaten", "gif weggelaten", "document weggelaten", "contactkaart weggelaten"),
    attached="bestand bijgevoegd",
    other=(
        "end-to-end versleuteld",
        "(?:heeft|hebt) (?:de|deze) groep .*(?:gemaakt|aangemaakt)",
        "(?:heeft|hebt) (?:het|de) .*gewijzigd",
        "beveiligingscode",
        "bericht vastgezet",
        "verdwijnende berichten",
        "gemiste .*oproep",
    ),
)
POLISH = Language(
    joined=(
        "{m} dołączył\\S* .*(?:link|społeczno).*",
        "{m} dołączył\\S*(?: do grupy)?",
        "(?:użytkownik )?{a} dodał\\S* (?:użytkownika )?{M}",
        "dodano {M}",
    ),
    left=(
        "{m} (?:opuścił\\S* grupę|opuścił\\S*|wyszedł\\S*|wyszła)",
        "(?:użytkownik )?{a} usun(?:ął|ęła)\\S* (?:użytkownika )?{M}",
        "usunięto {M}",
    ),
    lists_end="i",
    you=("ty", "ciebie", "cię"),
    deleted=(
        "ta wiadomość została usunięta",
        "usunięto tę wiadomość",
        "usunąłeś tę wiadomość",
        "usunęłaś tę wiadomość",
    ),
    edited="edytowano tę wiadomość",
    picture=("obraz pominięto", "pominięto obraz", "zdjęcie pominięto"),
    media=("pominięto multimedia", "multimedia pominięto", "media pominięte"),
    file=("wideo pominięto", "audio pominięto", "gif pominięto", "dokument pominięto", "karta kontaktu pominięta"),
    attached="plik załączony",
    other=("szyfrowan\\S* (?:metodą )?end-to-end", "utworzył\\S* grupę", "zmienił\\S* ", "kod bezpieczeństwa"),
)
ARABIC = Language(
    joined=("(?:لقد )?انضم(?:ت)? {m} (?:عبر|باستخدام|من خلال|عن طريق|من).*", "أضاف(?:ت)? {a} {M}", "تمت? إضافة {M}"),
    left=("(?:لقد )?غادر(?:ت)? {m}", "{m} غادر(?:ت)?(?: المجموعة)?", "تمت? إزالة {M}"),
    lists_end="و",
    you=("أنت", "انت"),
    deleted=("تم حذف هذه الرسالة", "حذفت هذه الرسالة", "لقد حذفت هذه الرسالة"),
    edited="تم تعديل هذه الرسالة",
    picture=("تم استبعاد الصورة", "تم حذف الصورة"),
    media=("تم استبعاد الوسائط", "الوسائط غير مدرجة"),
    file=("تم استبعاد الفيديو", "تم استبعاد الصوت", "تم استبعاد المستند"),
    attached="الملف مرفق",
    other=("مشفرة تمامًا بين الطرفين", "أنشأ", "غيّر", "رمز الأمان"),
)

LANGUAGES = (
    ENGLISH,
    SPANISH,
    PORTUGUESE,
    GERMAN,
    FRENCH,
    ITALIAN,
    RUSSIAN,
    TURKISH,
    INDONESIAN,
    DUTCH,
    POLISH,
    ARABIC,
)

FILE_TITLES = (
    r"WhatsApp Chat (?:with|-) (.+)",
    r"(?:Chat de|Conversación de) WhatsApp con (.+)",
    r"Conversa do WhatsApp com (.+)",
    r"WhatsApp[ -]Chat mit (.+)",
    r"(?:Discussion|Chat) WhatsApp avec (.+)",
    r"Chat WhatsApp con (.+)",
    r"Чат WhatsApp с (?:контактом |группой )?(.+)",
    r"(.+) ile WhatsApp Sohbeti",
    r"Chat WhatsApp dengan (.+)",
    r"WhatsApp-chat met (.+)",
    r"Czat WhatsApp z (.+)",
    r"محادثة واتساب مع (.+)",
)
"""How the exported file or zip is called; the group is the name in brackets."""

MORNING = ("am", "ص", "上午", "凌晨", "早上", "오전", "午前", "πμ", "öö", "sa", "पूर्वाह्न")
AFTERNOON = ("pm", "م", "下午", "中午", "晚上", "오후", "午後", "μμ", "ös", "ch", "अपराह्न")
"""Half-days of 12-hour clocks, in lower case, without dots and spaces."""

STICKERS = (
    r"(?:sticker|stiker|çıkartma) [\w ]{3,20}",
    r"(?:стикер|figurinha) \w{3,20}",
)
"""Stickers left out, in any language: no file anybody sends round."""
