// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/case_tree_model.h"

#include <QTreeView>

#include <set>

class QSettings;

namespace labwarden::console {

/// The tree of test cases: rows with hairlines, several selected at once, columns and open folders
/// remembered.
class CaseTree : public QTreeView {
    Q_OBJECT
public:
    /// Both outlive it.
    CaseTree(CaseTreeModel* model, QSettings& settings, QWidget* parent = nullptr);

    CaseTreeModel* cases() const { return m_model; }
    /// Every case that is selected, by itself or with its folder, each once.
    std::vector<const TestCaseSummary*> chosen() const;
    /// Ids of the selected rows that are cases.
    void select(const std::string& id);
    /// With less room only what names a case and its status.
    void setNarrow(bool narrow);

Q_SIGNALS:
    void choiceChanged();
    void opened(const std::string& id);
    void menuRequested(const QPoint& globalPos);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void openFolders();
    void layOut();

    CaseTreeModel* m_model;
    QSettings& m_settings;
    std::set<QString> m_folded;          ///< the others are open
    std::vector<std::string> m_selected; ///< over a reset
    bool m_isRestoring = false;
    bool m_isNarrow = false;
};

} // namespace labwarden::console
