// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/tags_dialog.h"

#include "console/board/actions/tag_choice_delegate.h"
#include "console/board/actions/tag_choice_model.h"
#include "console/board/actions/words.h"
#include "console/widgets/fact_line.h"
#include "console/widgets/format.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"

#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Text;
using style::Token;
using widgets::countText;
using widgets::Label;

constexpr int dialogWidth = 480;
constexpr int listHeight = 220;
constexpr int mostPreviewLines = 5;

QString progressWords(int done, int total) {
    return TagsDialog::tr("Changing tags: %1 of %2 devices").arg(countText(done), countText(total));
}

} // namespace

TagsDialog::TagsDialog(const BoardParts& parts, TagChange& change, std::vector<std::string> deviceIds,
                       QWidget* parent)
    : widgets::ActionDialog({tr("Tags of %1").arg(devicesText(static_cast<qsizetype>(deviceIds.size()))),
                             tr("Change tags"), "tagsDialog", "changeTagsPushButton"},
                            dialogWidth, parent)
    , m_parts(parts)
    , m_change(change)
    , m_ids(std::move(deviceIds))
    , m_model(new TagChoiceModel(this))
    , m_input(new QLineEdit(this))
    , m_add(new QPushButton(tr("Add"), this))
    , m_list(new QListView(this))
    , m_fault(new widgets::FactLine(this))
    , m_preview(new widgets::FactLine(this)) {
    makeInput();
    m_fault->setObjectName(QStringLiteral("tagFaultLine"));
    m_preview->setObjectName(QStringLiteral("tagPreviewLine"));
    m_list->setObjectName(QStringLiteral("tagListView"));
    m_list->setAccessibleName(tr("Tags of the selected devices"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TagChoiceDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setMinimumHeight(listHeight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    body()->addWidget(m_fault);
    body()->addWidget(m_list, 1);
    body()->addWidget(m_preview);
    connect(m_model, &TagChoiceModel::changed, this, &TagsDialog::updatePlan);
    connect(&parts.store, &console::LabStore::changed, this, &TagsDialog::describe);
    connect(&change, &TagChange::progress, this, [this](int done, int total) {
        if (isBusy())
            setProgress(progressWords(done, total), done);
    });
    connect(&change, &TagChange::finished, this, &TagsDialog::onFinished);
    describe();
    updatePlan();
    m_input->setFocus();
}

void TagsDialog::makeInput() {
    auto* label = new Label(tr("&Add a tag to all of them"), Text::secondary, Token::secondary, this);
    m_input->setObjectName(QStringLiteral("newTagLineEdit"));
    m_input->setAccessibleName(tr("Add a tag to all of them"));
    label->setBuddy(m_input);
    auto* completer = new QCompleter(tagsOfLab(m_parts.store), this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_input->setCompleter(completer);
    m_add->setObjectName(QStringLiteral("addTagPushButton"));
    m_add->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_input, 1);
    row->addWidget(m_add);
    auto* column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(label);
    column->addLayout(row);
    body()->addLayout(column);
    connect(m_input, &QLineEdit::textChanged, this, [this] {
        const QString tag = m_input->text().trimmed();
        const QString wrong = tag.isEmpty() ? QString() : whatIsWrongWithTag(tag);
        m_fault->say(Icon::circleAlert, Token::failed, widgets::sentenceText(wrong));
        m_input->setAccessibleDescription(m_fault->words());
        m_add->setEnabled(!tag.isEmpty() && wrong.isEmpty());
        // Enter adds what is written; only then it changes the devices.
        verbButton()->setDefault(tag.isEmpty());
        m_add->setDefault(!tag.isEmpty());
        updatePlan();
    });
    connect(m_add, &QPushButton::clicked, this, &TagsDialog::addTyped);
    m_add->setEnabled(false);
}

void TagsDialog::addTyped() {
    const QString tag = m_input->text().trimmed();
    if (tag.isEmpty() || !whatIsWrongWithTag(tag).isEmpty())
        return;
    const int row = m_model->add(tag.toStdString());
    m_list->scrollTo(m_model->index(row));
    m_list->setCurrentIndex(m_model->index(row));
    // A completion that is chosen is written into the line once more after this.
    QMetaObject::invokeMethod(m_input, &QLineEdit::clear, Qt::QueuedConnection);
    m_input->setFocus();
}

std::vector<const Device*> TagsDialog::devices() const {
    std::vector<const Device*> devices;
    for (const auto& id : m_ids)
        if (const Device* device = m_parts.store.device(id))
            devices.push_back(device);
    return devices;
}

void TagsDialog::describe() {
    if (!isBusy())
        m_model->setDevices(devices());
}

void TagsDialog::updatePlan() {
    const TagPlan plan = planOf(devices(), m_model->wishes());
    QStringList words = plan.words.mid(0, mostPreviewLines);
    if (plan.words.size() > mostPreviewLines)
        words << tr("and %1 more changes").arg(plan.words.size() - mostPreviewLines);
    m_preview->say(Icon::tag, Token::accent, words.join(QLatin1Char('\n')));
    if (!m_input->text().trimmed().isEmpty())
        setMissing(m_fault->words().isEmpty() ? tr("Press Enter to add “%1”.").arg(m_input->text().trimmed())
                                              : tr("Correct the tag first."));
    else
        setMissing(plan.whyNot);
    fit();
}

bool TagsDialog::isDirty() const {
    return !m_goesOn && !planOf(devices(), m_model->wishes()).after.empty();
}

void TagsDialog::submit() {
    const TagPlan plan = planOf(devices(), m_model->wishes());
    if (!plan.whyNot.isEmpty())
        return;
    if (m_change.isRunning()) {
        notice()->problem(tr("Another change is still under way. Try again in a moment."));
        fit();
        return;
    }
    const int total = static_cast<int>(plan.after.size());
    begin(progressWords(0, total), total);
    m_change.apply(plan, m_goesOn);
}

void TagsDialog::onFinished(const TagResult& result) {
    if (!isBusy())
        return;
    end();
    if (result.sequence.isWhole()) {
        accept();
        return;
    }
    m_goesOn = m_goesOn || result.sequence.done > 0;
    sayHowFar(*notice(), result.sequence, tr("%1 of %2 are changed"));
    if (result.sequence.done > 0)
        setBegun();
    fit();
}

} // namespace labwarden::board
