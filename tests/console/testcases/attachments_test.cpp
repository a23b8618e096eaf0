// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/row_list.h"
#include "console/testcases/attachment_group.h"
#include "console/testcases/case_attachments.h"
#include "console/widgets/file_dialog.h"
#include "tests/console/testcases/cases_window.h"

#include <QCryptographicHash>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::FileDialog;

namespace {

class AttachmentsWindow : public CasesWindow {
public:
    QTemporaryDir folder;

    QString file(const QString& name, const QByteArray& bytes) {
        QFile made(folder.filePath(name));
        [&] { QVERIFY(made.open(QIODevice::WriteOnly)); }();
        made.write(bytes);
        return made.fileName();
    }
    void openFirst() {
        open();
        openCase(first());
    }
    void attach(const QStringList& paths) {
        FileDialog::setNextAnswers(paths);
        keyboard::press(find<QPushButton>("addAttachmentPushButton"));
    }
    const std::vector<Attachment>& attached() { return editor()->draft().document().attachments; }
    QString said() { return caseNotice()->accessibleName(); }
};

QByteArray textOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Files beside a test case, as people deal with them in the editor.
class AttachmentsTest : public QObject {
    Q_OBJECT
public Q_SLOTS:
    void onUrl(const QUrl& url) { m_opened = url.toLocalFile(); }

private Q_SLOTS:
    void init() { QApplication::setCursorFlashTime(0); }

    void aFileIsSentBeforeTheCaseNamesItAndSaved() {
        AttachmentsWindow w;
        w.openFirst();
        w.server().on("PUT", QStringLiteral("/api/v1/attachments/"),
                      [](const FakeServer::Request&) { return FakeServer::Answer::parked(); });
        w.attach({w.file(QStringLiteral("plan.csv"), "a,b\n1,2\n")});
        const auto sha256 = QCryptographicHash::hash("a,b\n1,2\n", QCryptographicHash::Sha256).toHex();
        const QString path = QStringLiteral("/api/v1/attachments/") + QString::fromLatin1(sha256);
        QTRY_COMPARE(w.server().parked(path), 1);
        QVERIFY(w.find("caseAttachments")->isVisible());
        QVERIFY(w.attached().empty());
        w.server().answerParked(path, FakeServer::Answer::nothing());
        QTRY_COMPARE(w.attached().size(), 1u);
        QCOMPARE(w.attached()[0].name, std::string("plan.csv"));
        QCOMPARE(w.attached()[0].sha256, sha256.toStdString());
        QCOMPARE(w.attached()[0].size, 8);
        QCOMPARE(w.attached()[0].mediaType, std::string("text/csv"));
        QVERIFY(!w.find("caseAttachments")->isVisible());
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!w.editor()->isDirty());
        QCOMPARE(w.cases.byId(w.first()).document.attachments.size(), 1u);
    }

    void severalAreAttachedAndWhatCannotBeIsSaid() {
        AttachmentsWindow w;
        w.openFirst();
        w.attach({w.file(QStringLiteral("a.txt"), "a")});
        QTRY_COMPARE(w.attached().size(), 1u);
        w.attach({w.file(QStringLiteral("a.txt"), "other"), w.file(QStringLiteral("empty.txt"), ""),
                  w.file(QStringLiteral("large.bin"), QByteArray(mostAttachedBytes + 1, 'x')),
                  w.folder.path(), w.file(QStringLiteral("b.txt"), "b")});
        QTRY_VERIFY2(w.said().startsWith(QLatin1String("4 files were not attached.")), qPrintable(w.said()));
        QVERIFY2(w.said().contains(QStringLiteral("“a.txt” has the name of a file that is attached already")),
                 qPrintable(w.said()));
        QVERIFY(w.said().contains(QStringLiteral("“empty.txt” is empty")));
        QVERIFY(w.said().contains(QStringLiteral("“large.bin” is larger than")));
        QCOMPARE(w.attached().size(), 2u);
        QCOMPARE(w.exchange.attached.size(), 2u); // nothing else was sent
    }

    void filesAreDroppedOnTheForm() {
        AttachmentsWindow w;
        w.openFirst();
        dropFiles(w.editor()->form()->widget(), {w.file(QStringLiteral("trace.bin"), "\x01\x02")});
        QTRY_COMPARE(w.attached().size(), 1u);
    }

    void sendingIsStopped() {
        AttachmentsWindow w;
        w.openFirst();
        w.server().on("PUT", QStringLiteral("/api/v1/attachments/"),
                      [](const FakeServer::Request&) { return FakeServer::Answer::parked(); });
        w.attach({w.file(QStringLiteral("a.txt"), "a"), w.file(QStringLiteral("b.txt"), "b")});
        QTRY_VERIFY(w.find<QLabel>("attachmentProgressLabel")->text().startsWith(QLatin1String("Sending")));
        keyboard::press(w.find<QPushButton>("stopAttachingPushButton"));
        QTRY_VERIFY(!w.find("caseAttachments")->isVisible());
        QVERIFY(w.attached().empty());
        QVERIFY(!w.editor()->isDirty());
    }

    void aCaseThatIsOpenedMeanwhileDoesNotGetTheFile() {
        AttachmentsWindow w;
        w.openFirst();
        w.server().on("PUT", QStringLiteral("/api/v1/attachments/"),
                      [](const FakeServer::Request&) { return FakeServer::Answer::parked(); });
        w.attach({w.file(QStringLiteral("a.txt"), "a")});
        QTRY_VERIFY(w.find<QLabel>("attachmentProgressLabel")->text().startsWith(QLatin1String("Sending")));
        w.openCase(w.lab().testCases[1].id);
        QVERIFY(!w.find("caseAttachments")->isVisible());
        QVERIFY(w.attached().empty());
    }

    void whatTheServerRefusesIsSaid() {
        AttachmentsWindow w;
        w.openFirst();
        w.exchange.refuse(FakeServer::Answer::problem(503, "The lab keeps no files just now."));
        w.attach({w.file(QStringLiteral("a.txt"), "a")});
        QTRY_VERIFY2(w.said().contains(QLatin1String("The lab keeps no files just now.")),
                     qPrintable(w.said()));
        QVERIFY(w.attached().empty());
    }

    void anAttachmentIsRemovedAndThatIsUndone() {
        AttachmentsWindow w;
        w.openFirst();
        w.attach({w.file(QStringLiteral("a.txt"), "a")});
        QTRY_COMPARE(w.attached().size(), 1u);
        keyboard::press(w.field("/attachments/0/name"), Qt::Key_Delete, Qt::ControlModifier);
        QVERIFY(w.attached().empty());
        keyboard::press(w.field("/title"), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(w.attached().size(), 1u);
        keyboard::press(w.field("/title"), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(w.attached().empty());
    }

    void anAttachmentIsSavedAndOpened() {
        AttachmentsWindow w;
        w.openFirst();
        w.attach({w.file(QStringLiteral("a.txt"), "a"), w.file(QStringLiteral("tool.exe"), "MZ")});
        QTRY_COMPARE(w.attached().size(), 2u);
        const auto groups = w.editor()->form()->findChildren<AttachmentGroup*>();
        const auto button = [&](int row, const char* name) {
            return groups[row]->findChild<QToolButton*>(QLatin1String(name));
        };
        FileDialog::setNextAnswer(w.folder.filePath(QStringLiteral("saved.txt")));
        keyboard::press(button(0, "saveAttachmentToolButton"));
        QTRY_COMPARE(textOf(w.folder.filePath(QStringLiteral("saved.txt"))), QByteArray("a"));
        QCOMPARE(FileDialog::lastRequest().suggested, QStringLiteral("a.txt"));
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "onUrl");
        keyboard::press(button(0, "openAttachmentToolButton"));
        QTRY_VERIFY(!m_opened.isEmpty());
        QCOMPARE(textOf(m_opened), QByteArray("a"));
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
        QVERIFY(!button(1, "openAttachmentToolButton")->isEnabled()); // it could run
    }

    void whatDoesNotComeAsItWasAttachedIsNotSaved() {
        AttachmentsWindow w;
        w.openFirst();
        w.attach({w.file(QStringLiteral("a.txt"), "a")});
        QTRY_COMPARE(w.attached().size(), 1u);
        w.exchange.attached.begin()->second = "b";
        const QString path = w.folder.filePath(QStringLiteral("saved.txt"));
        FileDialog::setNextAnswer(path);
        keyboard::press(
            w.editor()->form()->findChild<QToolButton*>(QStringLiteral("saveAttachmentToolButton")));
        QTRY_VERIFY(w.said().contains(QLatin1String("did not come as it was attached")));
        QVERIFY(!QFile::exists(path));
    }

    void whoMayOnlyReadSavesButDoesNotChange() {
        AttachmentsWindow w;
        std::erase(w.lab().permissions, "testcases:write");
        w.exchange.attached["ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"] = "a";
        auto& testCase = w.lab().testCases[0];
        testCase.document.attachments = {
            {"a.txt", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", 1, "text/plain"}};
        w.openFirst();
        QVERIFY(!w.field("/title")->isEnabled());
        QVERIFY(!w.field("/attachments/0/name")->isEnabled());
        QVERIFY(!w.find<QPushButton>("addAttachmentPushButton")->isEnabled());
        const QString path = w.folder.filePath(QStringLiteral("saved.txt"));
        FileDialog::setNextAnswer(path);
        auto* save = w.editor()->form()->findChild<QToolButton*>(QStringLiteral("saveAttachmentToolButton"));
        save->setFocus();
        keyboard::press(Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(w.attached().size(), 1u);
        keyboard::press(Qt::Key_Space);
        QTRY_COMPARE(textOf(path), QByteArray("a"));
    }

private:
    QString m_opened;
};

QTEST_MAIN(AttachmentsTest)
#include "attachments_test.moc"
