// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/audit_filter_bar.h"

#include "console/admin/audit_words.h"
#include "console/style/control_style.h"
#include "console/style/icons.h"
#include "console/style/metrics.h"
#include "console/widgets/label.h"
#include "console/widgets/search_field.h"

#include <QComboBox>
#include <QCompleter>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStringListModel>
#include <QVBoxLayout>

#include <map>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Text;
using style::Token;

constexpr int margin = style::metrics::pageMargin;
constexpr std::chrono::milliseconds typingPause{350};

QComboBox* choiceBox(const std::vector<AuditChoice>& choices, const char* name, const QString& meaning,
                     QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(meaning);
    box->setToolTip(meaning);
    for (const auto& choice : choices)
        box->addItem(choice.word, choice.value);
    box->setMaxVisibleItems(box->count());
    return box;
}

constexpr int momentWidth = 204;

QDateTimeEdit* momentEdit(const char* name, const QString& meaning, QWidget* parent) {
    auto* edit = new QDateTimeEdit(parent);
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(meaning);
    edit->setCalendarPopup(true);
    edit->setMinimumWidth(momentWidth); // the style's arrow takes more than the hint knows of
    return edit;
}

Timestamp timeOf(const QDateTimeEdit& edit) {
    return {edit.dateTime().toMSecsSinceEpoch()};
}

} // namespace

AuditFilterBar::AuditFilterBar(const Clock& clock, QWidget* parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_who(new widgets::SearchField(this))
    , m_people(new QStringListModel(this))
    , m_what(choiceBox(actionChoices(), "auditActionComboBox", tr("What was done"), this))
    , m_target(choiceBox(targetChoices(), "auditTargetComboBox", tr("To what it was done"), this))
    , m_when(choiceBox({{tr("Any time"), {}},
                        {tr("Last hour"), {}},
                        {tr("Last 24 hours"), {}},
                        {tr("Last 7 days"), {}},
                        {tr("Last 30 days"), {}},
                        {tr("From … to …"), {}}},
                       "auditTimeComboBox", tr("When"), this))
    , m_reset(new QPushButton(tr("Show everything"), this))
    , m_onlyTarget(new QPushButton(this))
    , m_more(new QWidget(this))
    , m_days(new QWidget(m_more))
    , m_from(momentEdit("auditFromDateTimeEdit", tr("From"), m_days))
    , m_to(momentEdit("auditToDateTimeEdit", tr("To"), m_days)) {
    m_who->setObjectName(QStringLiteral("auditActorLineEdit"));
    m_who->setPlaceholderText(tr("Anybody"));
    m_who->setAccessibleName(tr("Who did it, a user name"));
    m_who->setToolTip(tr("Who did it, a user name"));
    m_who->setMinimumWidth(150);
    auto* completer = new QCompleter(m_people, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_who->setCompleter(completer);
    m_reset->setObjectName(QStringLiteral("auditResetPushButton"));
    style::setButtonRole(m_reset, style::ButtonRole::plain);
    m_onlyTarget->setObjectName(QStringLiteral("auditOnlyTargetPushButton"));
    m_onlyTarget->setIcon(style::icon(Icon::x));
    m_onlyTarget->setLayoutDirection(Qt::RightToLeft);

    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_who);
    first->addWidget(m_what);
    first->addWidget(m_target);
    first->addWidget(m_when);
    first->addStretch(1);
    first->addWidget(m_reset);
    auto* days = new QHBoxLayout(m_days);
    days->setContentsMargins(0, 0, 0, 0);
    days->setSpacing(8);
    days->addWidget(new widgets::Label(tr("From"), Text::secondary, Token::secondary, m_days));
    days->addWidget(m_from);
    days->addWidget(new widgets::Label(tr("to"), Text::secondary, Token::secondary, m_days));
    days->addWidget(m_to);
    auto* second = new QHBoxLayout(m_more);
    second->setContentsMargins(0, 0, 0, 0);
    second->setSpacing(12);
    second->addWidget(m_onlyTarget);
    second->addWidget(m_days);
    second->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, 12, margin, 12);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addWidget(m_more);

    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    connect(&m_typing, &QTimer::timeout, this, &AuditFilterBar::touched);
    connect(m_who, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_who, &QLineEdit::returnPressed, this, &AuditFilterBar::touched);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &AuditFilterBar::touched,
            Qt::QueuedConnection);
    connect(m_what, &QComboBox::currentIndexChanged, this, &AuditFilterBar::touched);
    connect(m_target, &QComboBox::currentIndexChanged, this, &AuditFilterBar::onTargetKind);
    connect(m_when, &QComboBox::currentIndexChanged, this, &AuditFilterBar::onPeriod);
    for (auto* edit : {m_from, m_to})
        connect(edit, &QDateTimeEdit::dateTimeChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_reset, &QPushButton::clicked, this, &AuditFilterBar::reset);
    connect(m_onlyTarget, &QPushButton::clicked, this, [this] {
        clearTarget();
        touched();
    });
    clearTarget();
    m_days->hide();
    m_more->hide();
    m_reset->hide();
}

AuditFilterBar::Period AuditFilterBar::period() const {
    return static_cast<Period>(m_when->currentIndex());
}

AuditFilter AuditFilterBar::filter() const {
    AuditFilter filter;
    filter.actor = m_who->text().trimmed();
    filter.action = m_what->currentData().toString();
    filter.targetKind = m_target->currentData().toString();
    filter.targetId = m_targetId;
    filter.from = m_since;
    if (period() == Period::between) {
        filter.from = timeOf(*m_from);
        filter.to = timeOf(*m_to);
    }
    return filter;
}

void AuditFilterBar::touched() {
    m_typing.stop();
    m_reset->setVisible(isNarrow());
    m_more->setVisible(!m_targetId.isEmpty() || period() == Period::between);
    if (filter() == m_told)
        return;
    m_told = filter();
    Q_EMIT changed();
}

void AuditFilterBar::onPeriod() {
    using std::chrono::hours;
    static const std::map<Period, hours> back{{Period::hour, hours(1)},
                                              {Period::day, hours(24)},
                                              {Period::week, hours(24 * 7)},
                                              {Period::month, hours(24 * 30)}};
    const auto length = back.find(period());
    m_since = length == back.end() ? std::nullopt : std::optional(m_clock.now() - length->second);
    const bool between = period() == Period::between;
    m_days->setVisible(between);
    if (between) {
        const QSignalBlocker quietFrom(m_from), quietTo(m_to);
        const auto today = QDateTime::fromMSecsSinceEpoch(m_clock.now().ms).date();
        m_from->setDateTime(QDateTime(today.addDays(-7), QTime(0, 0)));
        m_to->setDateTime(QDateTime(today.addDays(1), QTime(0, 0)));
    }
    touched();
}

void AuditFilterBar::onTargetKind() {
    clearTarget();
    touched();
}

void AuditFilterBar::clearTarget() {
    m_targetId.clear();
    m_onlyTarget->hide();
}

void AuditFilterBar::setPeople(const QStringList& usernames) {
    if (m_people->stringList() != usernames)
        m_people->setStringList(usernames);
}

void AuditFilterBar::setActor(const QString& username) {
    m_who->setText(username);
    touched();
}

void AuditFilterBar::setTarget(const QString& kind, const QString& id, const QString& name) {
    {
        const QSignalBlocker quiet(m_target);
        int known = m_target->findData(kind);
        if (known < 0) { // a kind of thing that this version has no word for
            m_target->addItem(kind, kind);
            known = m_target->count() - 1;
        }
        m_target->setCurrentIndex(known);
    }
    m_targetId = id;
    m_onlyTarget->setText(tr("Only %1").arg(name));
    m_onlyTarget->setAccessibleName(tr("Only %1; press to see all of the kind").arg(name));
    m_onlyTarget->setToolTip(tr("Show all of the kind again"));
    m_onlyTarget->show();
    touched();
}

void AuditFilterBar::reset() {
    {
        const QSignalBlocker quietWhat(m_what), quietTarget(m_target), quietWhen(m_when);
        m_who->clear();
        m_what->setCurrentIndex(0);
        m_target->setCurrentIndex(0);
        m_when->setCurrentIndex(0);
    }
    m_since.reset();
    m_days->hide();
    clearTarget();
    touched();
}

} // namespace labwarden::console
