// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/export_bar.h"

#include "console/admin/csv_export.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/style/painting.h"
#include "console/widgets/focus_lead.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr int iconSize = style::metrics::icon;

QString entriesText(int entries) {
    return entries == 1 ? ExportBar::tr("1 entry")
                        : ExportBar::tr("%1 entries").arg(widgets::countText(entries));
}

} // namespace

ExportBar::ExportBar(CsvExport& source, QWidget* parent)
    : QWidget(parent)
    , m_source(source)
    , m_words(new widgets::Label(Text::bodyMedium, Token::text, this))
    , m_detail(new widgets::Label(Text::secondary, Token::secondary, this))
    , m_progress(new QProgressBar(this))
    , m_button(new QPushButton(this)) {
    setObjectName(QStringLiteral("exportBar"));
    m_words->setObjectName(QStringLiteral("exportWordsLabel"));
    m_detail->setObjectName(QStringLiteral("exportDetailLabel"));
    m_button->setObjectName(QStringLiteral("exportPushButton"));
    for (auto* label : {m_words, m_detail}) {
        label->setTextFormat(Qt::PlainText);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    }
    m_progress->setRange(0, 0); // nobody knows how many there are
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(120, 4);
    m_progress->setAccessibleName(tr("Export under way"));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(m_words);
    texts->addWidget(m_detail);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(margin + iconSize + 10, 10, margin, 10);
    layout->setSpacing(16);
    layout->addLayout(texts, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &ExportBar::press);
    widgets::leadFocus(this, m_button);
    connect(&source, &CsvExport::progress, this, [this](int entries) {
        if (m_look == Look::running)
            say(tr("Exporting: %1 so far").arg(entriesText(entries)),
                QDir::toNativeSeparators(m_source.path()));
    });
    connect(&source, &CsvExport::finished, this, &ExportBar::finish);
    connect(&source, &CsvExport::failed, this, &ExportBar::fail);
    hide();
}

void ExportBar::begin() {
    m_look = Look::running;
    m_progress->show();
    m_button->setText(tr("Cancel export"));
    say(tr("Exporting…"), QDir::toNativeSeparators(m_source.path()));
    show();
}

void ExportBar::finish(int entries) {
    m_look = Look::done;
    m_progress->hide();
    m_button->setText(tr("Close"));
    say(tr("Exported %1").arg(entriesText(entries)), QDir::toNativeSeparators(m_source.path()));
    show();
    Q_EMIT ended();
}

void ExportBar::fail(const QString& why) {
    m_look = Look::failed;
    m_progress->hide();
    m_button->setText(tr("Close"));
    const QString name = QFileInfo(m_source.path()).fileName();
    say(QFileInfo::exists(m_source.path()) ? tr("The export has failed; “%1” is as it was before.").arg(name)
                                           : tr("The export has failed; no file was left behind."),
        why);
    show();
    Q_EMIT ended();
}

void ExportBar::say(const QString& words, const QString& detail) {
    m_words->setText(words);
    m_detail->setText(detail);
    m_detail->setToolTip(detail);
    setAccessibleName(QStringLiteral("%1 %2").arg(words, detail));
    update();
}

QString ExportBar::words() const {
    return m_words->text();
}

void ExportBar::press() {
    if (m_look != Look::running) {
        hide();
        Q_EMIT closed();
        return;
    }
    m_source.cancel();
    m_look = Look::cancelled;
    m_progress->hide();
    m_button->setText(tr("Close"));
    say(tr("The export was cancelled; nothing was written."), QDir::toNativeSeparators(m_source.path()));
    Q_EMIT ended();
}

void ExportBar::paintEvent(QPaintEvent*) {
    const auto& t = style::tokens(this);
    QPainter painter(this);
    painter.fillRect(rect(), t[Token::surface]);
    painter.fillRect(QRect(0, 0, width(), 1), t[Token::border]);
    const Token colour = m_look == Look::failed      ? Token::failed
                         : m_look == Look::done      ? Token::available
                         : m_look == Look::cancelled ? Token::muted
                                                     : Token::accent;
    const Icon icon = m_look == Look::failed      ? Icon::circleAlert
                      : m_look == Look::done      ? Icon::circleCheck
                      : m_look == Look::cancelled ? Icon::circleMinus
                                                  : Icon::download;
    style::paintIcon(painter, QRectF(margin, (height() - iconSize) / 2.0, iconSize, iconSize), icon,
                     t[colour]);
}

} // namespace labwarden::console
