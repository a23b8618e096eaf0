// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_sections.h"

#include "console/forms/captioned.h"
#include "console/forms/duration_edit.h"
#include "console/testcases/case_help.h"
#include "console/testcases/case_words.h"
#include "console/widgets/label.h"
#include "console/widgets/word_list_edit.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

#include <algorithm>

namespace labwarden::console {
namespace {

using style::Text;
using style::Token;
using widgets::Label;
using widgets::WordListEdit;

constexpr int fieldGap = 12;
constexpr int proseHeight = 76;

QStringList wordsOf(const std::vector<std::string>& words) {
    QStringList list;
    for (const auto& word : words)
        list << QString::fromStdString(word);
    return list;
}

template<class T>
auto member(T TestCaseDocument::*part) {
    return [part](TestCaseDocument& document) { return &(document.*part); };
}

std::vector<std::string> textsOf(const QStringList& words) {
    std::vector<std::string> texts;
    for (const auto& word : words)
        texts.push_back(word.toStdString());
    return texts;
}

} // namespace

HeadSection::HeadSection(CaseDraft& draft, CaseHelp& help, QWidget* parent) : CaseFields(draft, {}, parent) {
    auto* title =
        addLine("/title", "caseTitle", tr("Title"), tr("change title"), member(&TestCaseDocument::title));
    auto* description = addProse("/description", "caseDescription", tr("Description"),
                                 tr("change description"), member(&TestCaseDocument::description));
    description->setFixedHeight(proseHeight);
    auto* folder = addLine("/folder", "caseFolder", tr("Folder"), tr("move to folder"),
                           member(&TestCaseDocument::folder));
    folder->setPlaceholderText(tr("Power/Battery"));
    help.complete(folder, CaseHelp::List::folders);
    auto* owner =
        addLine("/owner", "caseOwner", tr("Owner"), tr("change owner"), member(&TestCaseDocument::owner));
    owner->setPlaceholderText(tr("nobody"));
    help.complete(owner, CaseHelp::List::owners);
    auto* status = addChoice<CaseStatus>("/status", "caseStatus", tr("Status"), tr("change status"),
                                         statusWords(), member(&TestCaseDocument::status));
    for (int i = 0; i < status->count(); ++i) {
        const auto look = lookOf(static_cast<CaseStatus>(i));
        status->setItemIcon(i, style::icon(look.icon, look.colour));
    }
    auto* tags = new WordListEdit(tr("tag"), QStringLiteral("caseTags"), this);
    tags->setCompletions(help.caseTags());
    connect(&help, &CaseHelp::changed, tags, [tags, &help] { tags->setCompletions(help.caseTags()); });
    connect(tags, &WordListEdit::edited, this, [this, tags] {
        write("/tags", tr("change tags"), CaseDraft::Kind::typing,
              [&](TestCaseDocument& document) { document.tags = textsOf(tags->words()); });
    });
    takeUndoKeys(tags->line());
    addField(QStringLiteral("/tags"), tags, tr("Tags"), [this, tags] {
        if (tags->words() != wordsOf(document().tags))
            tags->setWords(wordsOf(document().tags));
    });
    tags->line()->setAccessibleName(tr("Tags"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(fieldGap);
    grid->setVerticalSpacing(fieldGap);
    grid->addWidget(captioned(tr("Title"), title, this), 0, 0, 1, 3);
    grid->addWidget(faultsLabel(), 4, 0, 1, 3);
    grid->addWidget(captioned(tr("Description"), description, this), 1, 0, 1, 3);
    grid->addWidget(captioned(tr("Folder"), folder, this), 2, 0);
    grid->addWidget(captioned(tr("Owner"), owner, this), 2, 1);
    grid->addWidget(captioned(tr("Status"), status, this), 2, 2);
    grid->addWidget(captioned(tr("Tags"), tags, this), 3, 0, 1, 3);
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, column == 0 ? 3 : 2);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(grid);
}

DevicesSection::DevicesSection(CaseDraft& draft, CaseHelp& help, QWidget* parent)
    : CaseFields(draft, QStringLiteral("/requirements"), parent) {
    auto* type = addLine("/type", "caseDeviceType", tr("Device type"), tr("change device type"),
                         [](TestCaseDocument& document) { return &document.requirements.type; });
    type->setPlaceholderText(tr("any type"));
    help.complete(type, CaseHelp::List::deviceTypes);
    auto* tags = new WordListEdit(tr("tag"), QStringLiteral("caseDeviceTags"), this);
    tags->setCompletions(help.deviceTags());
    connect(&help, &CaseHelp::changed, tags, [tags, &help] { tags->setCompletions(help.deviceTags()); });
    connect(tags, &WordListEdit::edited, this, [this, tags] {
        write("/tags", tr("change tags of devices"), CaseDraft::Kind::typing,
              [&](TestCaseDocument& document) { document.requirements.tags = textsOf(tags->words()); });
    });
    takeUndoKeys(tags->line());
    addField(QStringLiteral("/tags"), tags, tr("Device tags"), [this, tags] {
        if (tags->words() != wordsOf(document().requirements.tags))
            tags->setWords(wordsOf(document().requirements.tags));
    });
    tags->line()->setAccessibleName(tr("Device tags"));
    auto* row = new QHBoxLayout;
    row->setSpacing(fieldGap);
    row->addWidget(captioned(tr("Type"), type, this), 2);
    row->addWidget(captioned(tr("All of these tags"), tags, this), 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(row);
    layout->addWidget(faultsLabel());
}

LimitsSection::LimitsSection(CaseDraft& draft, QWidget* parent) : CaseFields(draft, {}, parent) {
    auto* timeout = new DurationEdit(this);
    timeout->setObjectName(QStringLiteral("caseTimeoutDurationEdit"));
    connect(timeout, &DurationEdit::secondsEdited, this, [this](double seconds) {
        write("/timeoutSeconds", tr("change time limit"), CaseDraft::Kind::typing,
              [&](TestCaseDocument& document) {
                  document.timeoutSeconds = static_cast<int>(std::min(seconds, 1e9));
              });
    });
    addField(QStringLiteral("/timeoutSeconds"), timeout, tr("Time limit"),
             [this, timeout] { timeout->setSeconds(document().timeoutSeconds); });
    auto* attempts = addCount("/maxAttempts", "caseAttempts", tr("Attempts"), tr("change attempts"), 1, 10,
                              member(&TestCaseDocument::maxAttempts));
    attempts->setToolTip(tr("How often a run may be tried when its runner is lost"));
    auto* lost = addChoice<DeviceLossPolicy>(
        "/onDeviceLost", "caseDeviceLost", tr("When a device is lost"), tr("change what a lost device means"),
        {tr("End the run as an error"), tr("Wait for its return")}, member(&TestCaseDocument::onDeviceLost));
    auto* row = new QHBoxLayout;
    row->setSpacing(fieldGap);
    row->addWidget(captioned(tr("Time limit"), timeout, this), 2);
    row->addWidget(captioned(tr("Attempts"), attempts, this), 1);
    row->addWidget(captioned(tr("When a device is lost"), lost, this), 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(row);
    layout->addWidget(faultsLabel());
}

} // namespace labwarden::console
