// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/environments/environment_form.h"

#include "console/environments/connection_section.h"
#include "console/environments/environment_sections.h"
#include "console/forms/row_kinds.h"

namespace labwarden::console {
namespace {

template<class T>
std::set<std::string> namesOf(const std::vector<T>& rows) {
    std::set<std::string> names;
    for (const auto& row : rows)
        names.insert(row.name);
    return names;
}

} // namespace

EnvironmentForm::EnvironmentForm(EnvironmentDraft& draft, const EnvironmentParts& parts, QWidget* parent)
    : DocumentForm(draft, parent), m_draft(draft) {
    setObjectName(QStringLiteral("environmentForm"));
    addGroup({}, new EnvironmentHead(draft, content()));
    addGroup(tr("Runs"), new RunSection(draft, content()));
    addVariables();
    addParameters();
    addGroup(tr("Grafana"), new LinkSection(draft, parts, content()));
    m_connection = new ConnectionSection(draft, parts, content());
    addGroup(tr("Connections"), m_connection);
    complete();
}

void EnvironmentForm::addVariables() {
    auto kind = rowKind<WrittenEnvironment, Variable>(
        m_draft, &EnvironmentDocument::variables, QStringLiteral("/variables"), tr("variable"),
        tr("Scripts get a variable as LABWARDEN_VAR_<name>, and a secret as LABWARDEN_SECRET_<name>."),
        [](Variable& copy, const WrittenEnvironment& document) {
            copy.name = freshName(copy.name, namesOf(document.variables));
        });
    kind.makeGroup = [this](int index, QWidget* parent) { return new VariableGroup(m_draft, index, parent); };
    m_variables =
        addList(tr("Variables"), "Variable", std::move(kind), tr("Add variable"), [this](RowList* list) {
            list->add(m_draft, tr("add variable"), [](WrittenEnvironment& document) {
                document.variables.push_back({freshName("NAME", namesOf(document.variables)), {}, false});
            });
        });
}

void EnvironmentForm::addParameters() {
    auto kind = rowKind<WrittenEnvironment, WrittenParameter>(
        m_draft, &WrittenEnvironment::parameters, QStringLiteral("/parameters"), tr("parameter"),
        tr("Values for parameters of test cases by their names, unless whoever starts a run gives others."),
        [](WrittenParameter& copy, const WrittenEnvironment& document) {
            copy.name = freshName(copy.name, namesOf(document.parameters));
        });
    kind.isOrdered = false;
    kind.makeGroup = [this](int index, QWidget* parent) { return new DefaultGroup(m_draft, index, parent); };
    m_parameters = addList(
        tr("Default parameters"), "Default", std::move(kind), tr("Add parameter"), [this](RowList* list) {
            list->add(m_draft, tr("add parameter"), [](WrittenEnvironment& document) {
                document.parameters.push_back(
                    {freshName("parameter", namesOf(document.parameters)), ParameterType::number, "0"});
            });
        });
}

void EnvironmentForm::focusFirst() {
    lead(QStringLiteral("/name"));
}

} // namespace labwarden::console
