// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/runner_protocol.h"

#include <string>
#include <vector>

namespace labwarden {

/// Blacks secrets out of texts: each becomes `***`, and so does each line of eight bytes or more of a secret
/// that has several, since logs are cut into lines. A secret that was encoded (base64, reversed, cut in two)
/// is not recognised. A plain value; any thread may read it.
class SecretMask {
public:
    /// Shorter ones (bytes) would black out half of every log and are left alone: no environment takes them.
    static constexpr std::size_t shortest = 4;

    SecretMask() = default;
    explicit SecretMask(const std::vector<std::string>& secrets);

    bool empty() const { return m_texts.empty(); }
    std::string masked(std::string text) const;
    /// Everything in it that people get to see.
    void apply(Progress& progress) const;
    void apply(Callback& callback) const;

private:
    void apply(std::vector<RunStep>& steps) const;
    void apply(std::vector<LogLine>& log) const;

    std::vector<std::string> m_texts; ///< the longest first, so that none leaves parts of another
};

} // namespace labwarden
