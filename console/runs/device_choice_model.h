// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"

#include <QAbstractListModel>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace labwarden::console {

/// The devices to choose from when a run is started: the chosen ones first, then those that can be chosen,
/// then the others with the reason why not. Kept live by the store without moving rows about. GUI thread
/// only.
class DeviceChoiceModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { KeyRole = Qt::UserRole, ModelRole, WhyNotRole, PlaceRole };
    static constexpr std::size_t mostDevices = 64; ///< of one run

    explicit DeviceChoiceModel(const LabStore& store, QObject* parent = nullptr);

    /// Every word must occur in key, name, type, model, rack or tags.
    void setSearch(const QString& text);
    void setRequirements(const Requirements& requirements);
    void choose(const std::vector<std::string>& deviceIds);
    /// What the server has said of devices that it did not give: by device id.
    void setRefusals(std::map<std::string, QString> refusals);

    /// In the order of their keys.
    std::vector<std::string> chosen() const;
    /// Those that cannot be had now can be chosen, too.
    void setMayWait(bool mayWait);
    /// How many of the chosen ones cannot be had.
    int chosenInVain() const;
    /// How many of them have to be waited for.
    int chosenBusy() const;
    QString whyNotOf(const std::string& deviceId) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void choiceChanged();

private:
    void rebuild();
    void refresh();
    bool isInVain(const std::string& deviceId) const;

    const LabStore& m_store;
    std::vector<std::string> m_rows; ///< device ids
    std::set<std::string> m_chosen;
    std::map<std::string, QString> m_refusals;
    Requirements m_requirements;
    QStringList m_words;
    bool m_mayWait = false;
};

} // namespace labwarden::console
