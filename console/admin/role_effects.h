// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/role_change.h"

#include <QAbstractButton>

class QVBoxLayout;

namespace labwarden::console {

/// One sentence of what a change would do; pressing it shows or hides whom.
class EffectLine : public QAbstractButton {
    Q_OBJECT
public:
    explicit EffectLine(const PermissionEffect& effect, QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRect textRect(int width) const;
    QRect namesRect(int width) const;

    PermissionEffect::Kind m_kind;
    QString m_names;
};

/// What a change of roles would do to people, sentence by sentence.
class RoleEffects : public QWidget {
    Q_OBJECT
public:
    explicit RoleEffects(QWidget* parent = nullptr);

    /// What was unfolded stays so where the sentence is about the same.
    void setEffects(const std::vector<PermissionEffect>& effects);
    QStringList texts() const;

private:
    QVBoxLayout* m_layout;
    std::vector<std::pair<std::string, EffectLine*>> m_lines; ///< by kind and permission
};

} // namespace labwarden::console
