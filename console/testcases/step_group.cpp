// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/step_group.h"

#include "console/forms/duration_edit.h"
#include "console/style/icons.h"
#include "console/testcases/case_words.h"
#include "console/widgets/label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

namespace labwarden::console {

QString joinedArguments(const std::vector<std::string>& arguments) {
    QStringList words;
    for (const auto& argument : arguments) {
        QString word = QString::fromStdString(argument);
        const bool needsQuotes =
            word.isEmpty() || word.contains(QLatin1Char(' ')) || word.contains(QLatin1Char('"'));
        if (needsQuotes) {
            word.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
            word.replace(QLatin1Char('"'), QLatin1String("\\\""));
            word = QLatin1Char('"') + word + QLatin1Char('"');
        }
        words << word;
    }
    return words.join(QLatin1Char(' '));
}

std::vector<std::string> splitArguments(const QString& text) {
    std::vector<std::string> arguments;
    QString word;
    bool isQuoted = false, isWord = false;
    const auto end = [&] {
        if (isWord)
            arguments.push_back(word.toStdString());
        word.clear();
        isWord = false;
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (isQuoted && c == QLatin1Char('\\') && i + 1 < text.size())
            word += text[++i];
        else if (c == QLatin1Char('"'))
            isQuoted = !isQuoted, isWord = true;
        else if (!isQuoted && c == QLatin1Char(' '))
            end();
        else
            word += c, isWord = true;
    }
    end();
    return arguments;
}

StepGroup::StepGroup(CaseDraft& draft, bool isTeardown, int index, QWidget* parent)
    : CaseFields(draft,
                 (isTeardown ? QStringLiteral("/teardown/%1") : QStringLiteral("/steps/%1")).arg(index),
                 parent)
    , m_isTeardown(isTeardown)
    , m_index(static_cast<std::size_t>(index)) {
    makeFields();
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_kind);
    row->addWidget(m_name, 4);
    row->addWidget(m_duration);
    row->addWidget(m_script, 3);
    row->addWidget(m_arguments, 3);
    row->addWidget(m_command, 4);
    row->addWidget(m_reply, 2);
    row->addWidget(m_timeout);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(faultsLabel());
}

Step* StepGroup::step(TestCaseDocument& document) const {
    auto& steps = m_isTeardown ? document.teardown : document.steps;
    return m_index < steps.size() ? &steps[m_index] : nullptr;
}

void StepGroup::makeFields() {
    const auto text = [this](std::string Step::*member) -> Access<std::string> {
        return [this, member](TestCaseDocument& document) {
            Step* found = step(document);
            return found ? &(found->*member) : nullptr;
        };
    };
    const auto number = [this](double Step::*member) -> Access<double> {
        return [this, member](TestCaseDocument& document) {
            Step* found = step(document);
            return found ? &(found->*member) : nullptr;
        };
    };
    m_name = new QLineEdit(this);
    m_name->setObjectName(QStringLiteral("stepNameLineEdit"));
    m_name->setPlaceholderText(tr("Name"));
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString& name) {
        write("/name", tr("rename step"), CaseDraft::Kind::typing, [&](TestCaseDocument& document) {
            Step* found = step(document);
            if (!found)
                return;
            // Criteria that name it go on naming it.
            const std::string before = std::exchange(found->name, name.toStdString());
            if (!m_isTeardown && !before.empty() && !found->name.empty())
                for (auto& criterion : document.criteria)
                    if (criterion.step == before)
                        criterion.step = found->name;
        });
    });
    addField(QStringLiteral("/name"), m_name, tr("Name"), [this] {
        const Step* found = step(document());
        if (found && m_name->text() != QString::fromStdString(found->name))
            m_name->setText(QString::fromStdString(found->name));
    });
    m_kind = addChoice<StepKind>("/kind", "stepKind", tr("Kind"), tr("change kind of step"), stepKindWords(),
                                 [this](TestCaseDocument& document) {
                                     Step* found = step(document);
                                     return found ? &found->kind : nullptr;
                                 });
    for (int kind = 0; kind < m_kind->count(); ++kind)
        m_kind->setItemIcon(kind, style::icon(iconOf(static_cast<StepKind>(kind))));
    m_kind->setFixedWidth(128);
    m_duration = addDuration("/durationSeconds", "stepDuration", tr("Duration"), tr("change duration"),
                             number(&Step::durationSeconds));
    m_duration->setPlaceholderText(tr("for how long"));
    m_duration->setFixedWidth(112);
    m_script = addLine("/script", "stepScript", tr("Script"), tr("change script"), text(&Step::script));
    m_script->setPlaceholderText(tr("script file"));
    m_arguments = new QLineEdit(this);
    m_arguments->setObjectName(QStringLiteral("stepArgumentsLineEdit"));
    m_arguments->setPlaceholderText(tr("arguments"));
    connect(m_arguments, &QLineEdit::textEdited, this, [this](const QString& words) {
        write("/arguments", tr("change arguments"), CaseDraft::Kind::typing, [&](TestCaseDocument& document) {
            if (Step* found = step(document))
                found->arguments = splitArguments(words);
        });
    });
    addField(QStringLiteral("/arguments"), m_arguments, tr("Arguments"), [this] {
        const Step* found = step(document());
        if (found && splitArguments(m_arguments->text()) != found->arguments)
            m_arguments->setText(joinedArguments(found->arguments));
    });
    m_command = addLine("/command", "stepCommand", tr("Command"), tr("change command"), text(&Step::command));
    m_reply = addLine("/expectedReply", "stepReply", tr("Expected reply"), tr("change expected reply"),
                      text(&Step::expectedReply));
    m_reply->setPlaceholderText(tr("any reply"));
    m_reply->setToolTip(tr("What the device has to reply; * stands for anything"));
    m_timeout = addDuration("/timeoutSeconds", "stepTimeout", tr("Time limit"), tr("change time limit"),
                            number(&Step::timeoutSeconds));
    m_timeout->setPlaceholderText(tr("time limit"));
    m_timeout->setToolTip(tr("How long it may take; without it the time limit of the run counts"));
    m_timeout->setFixedWidth(100);
    setTabOrder(m_kind, m_name);
}

void StepGroup::refresh() {
    FieldGroup::refresh();
    const Step* found = step(document());
    if (!found)
        return;
    const auto kind = found->kind;
    const bool lasts = kind == StepKind::wait || kind == StepKind::measure;
    const bool speaks = kind == StepKind::command || kind == StepKind::manual;
    // What another kind has left behind is shown, where it is wrong.
    m_duration->setVisible(lasts);
    m_script->setVisible(kind == StepKind::script);
    m_arguments->setVisible(kind == StepKind::script);
    m_command->setVisible(speaks);
    m_command->setPlaceholderText(kind == StepKind::manual ? tr("What the person is asked to do")
                                                           : tr("What the device is sent"));
    m_reply->setVisible(kind == StepKind::command || !found->expectedReply.empty());
    m_timeout->setVisible(!lasts || found->timeoutSeconds > 0);
}

} // namespace labwarden::console
