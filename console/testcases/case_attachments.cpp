// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_attachments.h"

#include "console/style/metrics.h"
#include "console/testcases/case_form.h"
#include "console/testcases/exchange/case_file_names.h"
#include "console/testcases/exchange/safe_writing.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/file_drop.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"

#include <QCryptographicHash>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QMimeDatabase>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

std::string hashOf(const QByteArray& bytes) {
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
}

} // namespace

bool isOpenedSafely(const QString& name) {
    static const std::set<QString> kinds{
        QStringLiteral("image/png"),         QStringLiteral("image/jpeg"),
        QStringLiteral("image/gif"),         QStringLiteral("image/bmp"),
        QStringLiteral("image/webp"),        QStringLiteral("image/tiff"),
        QStringLiteral("application/pdf"),   QStringLiteral("text/plain"),
        QStringLiteral("text/csv"),          QStringLiteral("application/json"),
        QStringLiteral("application/yaml"),  QStringLiteral("text/markdown"),
        QStringLiteral("application/x-yaml")};
    return kinds.contains(QMimeDatabase().mimeTypeForFile(name, QMimeDatabase::MatchExtension).name());
}

CaseAttachments::CaseAttachments(const CaseParts& parts, CaseDraft& draft, CaseForm& form,
                                 widgets::Notice& notice, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_draft(draft)
    , m_notice(notice)
    , m_words(new widgets::Label(Text::secondary, Token::secondary, this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Stop"), this)) {
    setObjectName(QStringLiteral("caseAttachments"));
    m_words->setObjectName(QStringLiteral("attachmentProgressLabel"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_progress->setObjectName(QStringLiteral("attachmentProgressBar"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_cancel->setObjectName(QStringLiteral("stopAttachingPushButton"));
    m_cancel->setAutoDefault(false);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(6);
    texts->addWidget(m_words);
    texts->addWidget(m_progress);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(style::metrics::pageMargin, 8, style::metrics::pageMargin, 8);
    layout->setSpacing(12);
    layout->addLayout(texts, 1);
    layout->addWidget(m_cancel);
    m_reading.setMaxThreadCount(1);
    hide();
    auto* drop =
        new widgets::FileDrop(form.widget(), [this] { return m_parts.store.may("testcases:write"); });
    connect(drop, &widgets::FileDrop::dropped, this, &CaseAttachments::attach);
    connect(&form, &CaseForm::attachRequested, this, &CaseAttachments::choose);
    connect(&form, &CaseForm::openAttachmentRequested, this, &CaseAttachments::open);
    connect(&form, &CaseForm::saveAttachmentRequested, this, &CaseAttachments::save);
    connect(m_cancel, &QPushButton::clicked, this, [this] { cancel(); });
}

CaseAttachments::~CaseAttachments() {
    m_reading.waitForDone();
}

// --- to the server ---

void CaseAttachments::choose() {
    widgets::FileDialog::openFiles(
        this, {tr("Attach files of at most %1 MB").arg(mostAttachedBytes >> 20), {}, tr("All files (*)"), {}},
        [this](const QStringList& paths) { attach(paths); });
}

void CaseAttachments::attach(const QStringList& paths) {
    if (paths.isEmpty())
        return;
    m_notice.clear();
    m_waiting += paths;
    if (!m_isBusy)
        next();
}

/// What can be seen before a byte of it is read.
QString CaseAttachments::whyNot(const QString& path) const {
    const QFileInfo info(path);
    const auto& attached = m_draft.document().attachments;
    if (info.isDir())
        return tr("is a folder");
    if (!info.exists())
        return tr("is not there");
    if (info.size() == 0)
        return tr("is empty");
    if (info.size() > mostAttachedBytes)
        return tr("is larger than %1 MB, the most that can be attached").arg(mostAttachedBytes >> 20);
    if (attached.size() >= mostAttachments)
        return tr("is one too many: a test case has at most %1 files").arg(mostAttachments);
    if (std::any_of(attached.begin(), attached.end(),
                    [&](const Attachment& each) { return q(each.name) == info.fileName(); }))
        return tr(
            "has the name of a file that is attached already; rename one of them, or remove the old one");
    return {};
}

CaseAttachments::ReadFile CaseAttachments::read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {{}, {}, tr("cannot be read: %1").arg(file.errorString())};
    ReadFile result;
    result.bytes = file.read(mostAttachedBytes + 1);
    if (result.bytes.size() > mostAttachedBytes)
        result.whyNot = tr("has grown too large");
    result.sha256 = hashOf(result.bytes);
    return result;
}

void CaseAttachments::next() {
    if (m_waiting.isEmpty()) {
        end();
        if (!m_refused.isEmpty())
            m_notice.problem(m_refused.size() == 1 ? tr("1 file was not attached.")
                                                   : tr("%1 files were not attached.").arg(m_refused.size()),
                             m_refused.join(QLatin1Char('\n')));
        m_refused.clear();
        return;
    }
    const QString path = m_waiting.takeFirst();
    const QString name = QFileInfo(path).fileName();
    const auto refuse = [this, name](const QString& why) {
        m_refused << tr("“%1” %2.").arg(name, why);
        next();
    };
    if (const QString why = whyNot(path); !why.isEmpty()) {
        refuse(why);
        return;
    }
    begin(tr("Reading %1…").arg(name));
    m_reading.start([this, path, refuse, round = m_round] {
        const auto file = std::make_shared<ReadFile>(read(path));
        QMetaObject::invokeMethod(
            this,
            [this, path, refuse, round, file] {
                if (round != m_round)
                    return;
                if (file->whyNot.isEmpty())
                    send(path, *file);
                else
                    refuse(file->whyNot);
            },
            Qt::QueuedConnection);
    });
}

void CaseAttachments::send(const QString& path, const ReadFile& file) {
    const QString name = QFileInfo(path).fileName();
    auto* job = m_parts.cases.sendAttachment(
        file.sha256, file.bytes, this, [this, name, file](ApiResult<bool> result) {
            if (result)
                add(name, file);
            else
                m_refused << tr("“%1”: %2").arg(name, result.error().text());
            next();
        });
    follow(job, tr("Sending %1").arg(name));
}

/// The server has it, so the case may name it.
void CaseAttachments::add(const QString& name, const ReadFile& file) {
    Attachment added;
    added.name = name.toStdString();
    added.sha256 = file.sha256;
    added.size = file.bytes.size();
    added.mediaType = QMimeDatabase().mimeTypeForFileNameAndData(name, file.bytes).name().toStdString();
    const auto place = m_draft.document().attachments.size();
    m_draft.edit(QStringLiteral("/attachments/%1").arg(place), tr("attach %1").arg(name),
                 CaseDraft::Kind::step,
                 [&](TestCaseDocument& document) { document.attachments.push_back(added); });
}

// --- from the server ---

void CaseAttachments::fetch(int index, std::function<void(const Attachment&, const QByteArray&)> then) {
    const auto at = static_cast<std::size_t>(index);
    if (m_isBusy || at >= m_draft.document().attachments.size())
        return;
    const Attachment wanted = m_draft.document().attachments[at];
    m_notice.clear();
    begin(tr("Fetching %1…").arg(q(wanted.name)));
    auto* job = m_parts.cases.attachment(
        wanted.sha256, this, [this, wanted, then = std::move(then)](ApiResult<QByteArray> result) {
            end();
            if (!result)
                m_notice.problem(tr("“%1” could not be fetched.").arg(q(wanted.name)), result.error().text());
            else if (hashOf(*result) != wanted.sha256)
                m_notice.problem(tr("“%1” did not come as it was attached.").arg(q(wanted.name)),
                                 tr("Nothing was saved. Try it once more."));
            else
                then(wanted, *result);
        });
    follow(job, tr("Fetching %1").arg(q(wanted.name)));
}

void CaseAttachments::open(int index) {
    fetch(index, [this](const Attachment& file, const QByteArray& bytes) {
        if (!m_opened)
            m_opened = std::make_unique<QTemporaryDir>();
        // By its hash, so that two of one name can be looked at side by side.
        const QString folder = m_opened->filePath(q(file.sha256.substr(0, 16)));
        const QString path = QDir(folder).filePath(safeFileName(q(file.name)));
        QString why = QFileInfo::exists(path) ? QString() : writeSafely(path, bytes);
        if (why.isEmpty() && !QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
            why = tr("No program takes files of this kind. It can be saved instead.");
        if (!why.isEmpty())
            m_notice.problem(tr("“%1” could not be opened.").arg(q(file.name)), why);
    });
}

void CaseAttachments::save(int index) {
    const auto at = static_cast<std::size_t>(index);
    if (m_isBusy || at >= m_draft.document().attachments.size())
        return;
    const QString name = safeFileName(q(m_draft.document().attachments[at].name));
    widgets::FileDialog::saveFile(
        this, {tr("Save an attachment"), name, tr("All files (*)"), {}}, [this, index](const QString& path) {
            if (path.isEmpty())
                return;
            fetch(index, [this, path](const Attachment& file, const QByteArray& bytes) {
                const QString why = writeSafely(path, bytes);
                if (why.isEmpty())
                    m_notice.say(Icon::circleCheck, Token::available, tr("“%1” is saved.").arg(q(file.name)),
                                 QDir::toNativeSeparators(path));
                else
                    m_notice.problem(tr("“%1” could not be saved.").arg(q(file.name)), why);
            });
        });
}

// --- how far it is ---

void CaseAttachments::begin(const QString& words) {
    if (!m_isBusy)
        m_focus = window()->focusWidget();
    m_isBusy = true;
    m_words->setText(words);
    m_progress->setAccessibleName(words);
    m_progress->setRange(0, 0);
    show();
}

void CaseAttachments::follow(ApiJob* job, const QString& words) {
    m_job = job;
    connect(job, &ApiJob::progress, this, [this, words](qint64 bytes, qint64 total) {
        if (total <= 0)
            return;
        m_progress->setRange(0, static_cast<int>(total));
        m_progress->setValue(static_cast<int>(bytes));
        const QLocale locale;
        m_words->setText(
            tr("%1… %2 of %3").arg(words, locale.formattedDataSize(bytes), locale.formattedDataSize(total)));
    });
}

void CaseAttachments::end() {
    ++m_round;
    m_isBusy = false;
    m_job = nullptr;
    const bool hadFocus = m_cancel->hasFocus();
    hide();
    if (hadFocus && m_focus && m_focus->isVisible())
        m_focus->setFocus();
}

void CaseAttachments::cancel(const QString& why) {
    if (!m_isBusy)
        return;
    if (m_job)
        m_job->cancel();
    m_waiting.clear();
    m_refused.clear();
    end();
    if (!why.isEmpty())
        m_notice.say(Icon::circleMinus, Token::warning, tr("The file was not attached."), why);
}

} // namespace labwarden::console
