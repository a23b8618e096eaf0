// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "common/domain/test_case.h"
#include "console/forms/draft.h"

#include <string>
#include <vector>

namespace labwarden::console {

/// A default parameter as somebody writes it: not yet JSON, and maybe wrong.
struct WrittenParameter {
    std::string name;
    ParameterType type = ParameterType::number;
    std::string text; ///< "true" or "false" of a boolean
    auto operator<=>(const WrittenParameter&) const = default;
};

/// An environment's document as the form has it: default parameters are rows, and `defaultParameters` is
/// empty.
struct WrittenEnvironment : EnvironmentDocument {
    std::vector<WrittenParameter> parameters;
};

WrittenEnvironment written(const EnvironmentDocument& document);
/// Of two parameters with one name the later; what is no value of its type stays a text.
EnvironmentDocument documentOf(const WrittenEnvironment& written);
/// Whether both mean the same: parameters are in no order.
bool isSame(const WrittenEnvironment& a, const WrittenEnvironment& b);
/// Whether the value of a secret stays what is stored when it is saved empty.
bool hasStored(const EnvironmentDocument& base, const std::string& variable);
/// Whether a secret has a value of its own here.
bool holdsSecrets(const EnvironmentDocument& document);
/// What the server would find wrong with it, at most one fault a pointer; those of parameters at
/// "/parameters/<row>/…". `base`: whose secrets are stored.
std::vector<Fault> allFaultsOf(const WrittenEnvironment& written, const EnvironmentDocument& base);
/// The server's faults with the pointers of the form.
std::vector<Fault> faultsInForm(std::vector<Fault> faults, const WrittenEnvironment& written);

/// An environment while somebody writes it. Values of secrets are in it and its undo alone: nothing else
/// keeps them.
class EnvironmentDraft : public DraftOf<WrittenEnvironment> {
    Q_OBJECT
public:
    explicit EnvironmentDraft(QObject* parent = nullptr);

protected:
    bool same(const WrittenEnvironment& a, const WrittenEnvironment& b) const override;
    std::vector<Fault> ownFaults() const override;
};

} // namespace labwarden::console
