// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/action_dialog.h"

#include "console/style/metrics.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"

#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::widgets {
namespace {

using style::Text;
using style::Token;

constexpr int margin = style::metrics::pageMargin;

} // namespace

ActionDialog::ActionDialog(const Words& words, int width, QWidget* parent)
    : QDialog(parent)
    , m_verb(words.verb)
    , m_grows(words.grows)
    , m_heading(new Label(words.title, Text::heading, Token::text, this))
    , m_content(new QWidget(this))
    , m_body(new QVBoxLayout(m_content))
    , m_notice(new Notice(this))
    , m_work(new QWidget(this))
    , m_workWords(new Label(Text::secondary, Token::secondary, m_work))
    , m_progress(new QProgressBar(m_work))
    , m_hint(new Label(Text::secondary, Token::secondary, this))
    , m_buttons(new QHBoxLayout)
    , m_close(new QPushButton(tr("Cancel"), this))
    , m_do(new QPushButton(words.verb, this)) {
    setObjectName(QLatin1String(words.name));
    setWindowTitle(words.title);
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(width);
    resize(width, 10);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(8);
    m_notice->setObjectName(QStringLiteral("actionNotice"));
    m_workWords->setObjectName(QStringLiteral("progressLabel"));
    m_progress->setObjectName(QStringLiteral("actionProgressBar"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    auto* work = new QVBoxLayout(m_work);
    work->setContentsMargins(0, 4, 0, 4);
    work->setSpacing(8);
    work->addWidget(m_workWords);
    work->addWidget(m_progress);
    m_work->hide();
    m_hint->setObjectName(QStringLiteral("missingLabel"));
    m_hint->setWordWrap(true);
    m_close->setObjectName(QStringLiteral("closePushButton"));
    m_close->setAutoDefault(false);
    m_do->setObjectName(QLatin1String(words.button));
    style::setButtonRole(m_do, words.role);
    // What does harm is never done by an Enter that was meant for something else.
    const bool isHarmless = words.role == style::ButtonRole::primary;
    m_do->setAutoDefault(isHarmless);
    m_do->setDefault(isHarmless);
    m_buttons->setSpacing(8);
    m_buttons->addWidget(m_hint, 1);
    m_buttons->addWidget(m_close);
    m_buttons->addWidget(m_do);
    m_heading->setObjectName(QStringLiteral("headingLabel"));
    m_heading->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    // Of words that wrap it only knows how high they are when narrow; fit() knows better.
    layout->setSizeConstraint(QLayout::SetNoConstraint);
    layout->addWidget(m_heading);
    layout->addWidget(m_content, 1);
    layout->addWidget(m_notice);
    layout->addWidget(m_work);
    layout->addLayout(m_buttons);
    connect(m_close, &QPushButton::clicked, this, &ActionDialog::reject);
    connect(m_do, &QPushButton::clicked, this, [this] {
        if (!m_busy && m_missing.isEmpty())
            submit();
    });
}

void ActionDialog::addButton(QPushButton* button) {
    button->setAutoDefault(false);
    m_buttons->insertWidget(m_buttons->indexOf(m_close), button);
}

void ActionDialog::setTitle(const QString& title) {
    setWindowTitle(title);
    m_heading->setText(title);
}

void ActionDialog::setBegun() {
    m_hasBegun = true;
    updateButtons();
}

void ActionDialog::setVerb(const QString& verb) {
    m_verb = verb;
    updateButtons();
}

void ActionDialog::setMissing(const QString& words) {
    m_missing = words;
    updateButtons();
}

void ActionDialog::updateButtons() {
    m_do->setText(m_verb);
    m_do->setEnabled(!m_busy && m_missing.isEmpty());
    m_do->setAccessibleDescription(m_missing);
    m_close->setText(m_busy ? tr("Stop") : m_hasBegun ? tr("Close") : tr("Cancel"));
    m_hint->setText(m_busy ? QString() : m_missing);
}

void ActionDialog::begin(const QString& words, int total) {
    m_before = focusWidget();
    m_busy = true;
    m_notice->clear();
    m_progress->setRange(0, total);
    m_work->show();
    setProgress(words, 0);
    m_close->setEnabled(true);
    updateButtons();
    m_close->setFocus();
    m_content->setEnabled(false);
    fit();
}

void ActionDialog::setProgress(const QString& words, int done) {
    m_progress->setValue(done);
    m_workWords->setText(words);
    m_progress->setAccessibleName(words);
}

void ActionDialog::end() {
    m_busy = false;
    m_content->setEnabled(true);
    m_close->setEnabled(true);
    m_work->hide();
    updateButtons();
    if (m_before && m_before->isEnabled() && m_before->isVisible())
        m_before->setFocus();
    fit();
}

void ActionDialog::fit() {
    // What has just been shown or hidden counts at once, not only with the next events.
    for (auto* changed : {static_cast<QLayout*>(m_body), layout()}) {
        changed->invalidate();
        changed->activate();
    }
    m_content->updateGeometry(); // what is remembered of its height
    const int wanted = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                                     : layout()->totalSizeHint().height();
    setMinimumHeight(wanted);
    if (!m_grows || !isVisible())
        resize(width(), wanted);
}

void ActionDialog::showEvent(QShowEvent* event) {
    fit();
    QDialog::showEvent(event);
}

void ActionDialog::reject() {
    if (m_busy) {
        m_close->setEnabled(false); // it stops as soon as the server has answered
        m_workWords->setText(tr("Stopping…"));
        stop();
        return;
    }
    if (!isDirty()) {
        QDialog::reject();
        return;
    }
    MessageBox::ask(this,
                    {tr("Discard what you have entered?"), tr("Nothing of it has been saved yet."),
                     tr("Discard"), tr("Keep editing"), true},
                    [this](MessageBox::Answer answer) {
                        if (answer == MessageBox::Answer::yes)
                            QDialog::reject();
                    });
}

void ActionDialog::done(int result) {
    QDialog::done(result);
    Q_EMIT closed();
}

} // namespace labwarden::widgets
