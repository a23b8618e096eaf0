// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/linked_selection.h"
#include "console/board/row_ranges.h"
#include "console/board/sorted_devices.h"
#include "tests/console/board/board_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <random>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::board::test;

/// What the table shows, and how it is linked to the devices' own selection.
class SortedDevicesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_store = std::make_unique<console::LabStore>();
        m_lab = lab(4);
        fill(*m_store, m_lab);
        m_devices = std::make_unique<DeviceModel>(*m_store);
        m_sorted = std::make_unique<SortedDevices>(m_devices.get());
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_sorted.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup() {
        m_tester.reset();
        m_sorted.reset();
        m_devices.reset();
    }

    void devices_are_by_name_to_begin_with() {
        QCOMPARE(m_sorted->rowCount(), 72);
        QVERIFY(isSorted(DeviceModel::NameColumn));
        QCOMPARE(names().front(), QStringLiteral("r07-u01"));
    }

    void a_column_sorts_both_ways_and_names_decide_among_equals() {
        m_sorted->sort(DeviceModel::StateColumn, Qt::DescendingOrder);
        QVERIFY(isSorted(DeviceModel::StateColumn, Qt::DescendingOrder));
        QStringList available;
        for (int place = 0; place < m_sorted->rowCount(); ++place)
            if (m_devices->at(m_sorted->deviceRow(place)).state == DeviceState::available)
                available << m_devices->at(m_sorted->deviceRow(place)).sortKey;
        QVERIFY(std::is_sorted(available.begin(), available.end()));
    }

    void a_filter_leaves_rows_out_and_lets_them_in_again() {
        QSignalSpy reset(m_sorted.get(), &QAbstractItemModel::modelReset);
        filter("r08");
        QCOMPARE(m_sorted->rowCount(), 18);
        QCOMPARE(m_sorted->placeOf(0), -1);
        QVERIFY(!m_sorted->mapFromSource(m_devices->index(0, 0)).isValid());
        filter("");
        QCOMPARE(m_sorted->rowCount(), 72);
        QCOMPARE(reset.count(), 0);
    }

    void rows_know_their_device_and_devices_their_row() {
        m_sorted->sort(DeviceModel::TypeColumn, Qt::AscendingOrder);
        for (int place = 0; place < m_sorted->rowCount(); ++place) {
            QCOMPARE(m_sorted->placeOf(m_sorted->deviceRow(place)), place);
            const QModelIndex here = m_sorted->index(place, DeviceModel::ModelColumn);
            QCOMPARE(m_sorted->mapFromSource(m_sorted->mapToSource(here)), here);
        }
    }

    void a_change_is_told_at_once_and_put_in_its_place_later() {
        m_sorted->sort(DeviceModel::StateColumn, Qt::AscendingOrder);
        Device& d = available();
        QSignalSpy changed(m_sorted.get(), &QAbstractItemModel::dataChanged);
        QSignalSpy moved(m_sorted.get(), &QAbstractItemModel::layoutChanged);
        const QPersistentModelIndex held = m_sorted->mapFromSource(indexOf(d));
        takeOffline(d);
        m_store->merge({presenceEvent(d)});
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(moved.count(), 0);
        QTRY_COMPARE(moved.count(), 1);
        QVERIFY(isSorted(DeviceModel::StateColumn));
        QCOMPARE(QModelIndex(held), m_sorted->mapFromSource(indexOf(d)));
    }

    void a_change_that_moves_nothing_moves_nothing() {
        QSignalSpy changed(m_sorted.get(), &QAbstractItemModel::dataChanged);
        QSignalSpy moved(m_sorted.get(), &QAbstractItemModel::layoutChanged);
        Device& first = available();
        takeOffline(first); // sorted by name
        m_store->merge({presenceEvent(first)});
        QTRY_COMPARE(changed.count(), 1);
        m_sorted->sort(DeviceModel::TagsColumn, Qt::AscendingOrder);
        m_sorted->sort(DeviceModel::NameColumn, Qt::AscendingOrder);
        QTRY_VERIFY(moved.count() >= 2);
        QVERIFY(isSorted(DeviceModel::NameColumn));
    }

    void a_paused_one_catches_up() {
        m_sorted->setPaused(true);
        m_sorted->sort(DeviceModel::StateColumn, Qt::AscendingOrder);
        filter("r07");
        QCOMPARE(m_sorted->rowCount(), 72);
        QVERIFY(isSorted(DeviceModel::NameColumn));
        m_sorted->setPaused(false);
        QCOMPARE(m_sorted->rowCount(), 18);
        QVERIFY(isSorted(DeviceModel::StateColumn));
    }

    void devices_come_and_go_paused_or_not_data() {
        QTest::addColumn<bool>("paused");
        QTest::newRow("paused") << true;
        QTest::newRow("not") << false;
    }
    void devices_come_and_go_paused_or_not() {
        QFETCH(bool, paused);
        std::mt19937 random(7);
        m_sorted->sort(DeviceModel::ModelColumn, Qt::DescendingOrder);
        m_sorted->setPaused(paused);
        const QPersistentModelIndex held = m_sorted->index(30, 2);
        const std::string id = m_devices->at(m_sorted->deviceRow(30)).id;
        for (int round = 0; round < 5; ++round) {
            std::vector<Device> devices;
            for (const Device& d : m_lab.devices)
                if (d.id == id || random() % 3 > 0)
                    devices.push_back(d);
            for (int unit = 1; unit < 4; ++unit)
                devices.push_back(device(80 + round, unit));
            QSignalSpy removed(m_devices.get(), &QAbstractItemModel::rowsRemoved);
            m_store->replaceDevices(devices);
            QTRY_COMPARE(removed.count(), 1); // however many go
            QCOMPARE(m_devices->rowCount(), int(devices.size()));
            QVERIFY(held.isValid());
            QCOMPARE(m_devices->at(m_sorted->deviceRow(held.row())).id, id);
        }
        m_sorted->setPaused(false);
        QCOMPARE(m_sorted->rowCount(), m_devices->rowCount());
        QVERIFY(isSorted(DeviceModel::ModelColumn, Qt::DescendingOrder));
        m_store->clear();
        QCOMPARE(m_sorted->rowCount(), 0);
    }

    void a_selection_is_mapped_as_ranges() {
        const QItemSelection all(m_sorted->index(0, 0), m_sorted->index(71, 0));
        const QItemSelection there = m_sorted->mapSelectionToSource(all);
        QCOMPARE(there.size(), 1);
        QCOMPARE(there.front().width(), int(DeviceModel::columnTotal));
        QCOMPARE(m_sorted->mapSelectionFromSource(there).size(), 1);
    }

    void a_linked_selection_is_a_picture_of_the_boards() {
        QItemSelectionModel board(m_devices.get());
        LinkedSelection linked(board, *m_sorted);
        m_sorted->sort(DeviceModel::NameColumn, Qt::DescendingOrder);
        linked.setCurrentIndex(m_sorted->index(0, 0),
                               QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        QCOMPARE(board.currentIndex().row(), 71);
        QCOMPARE(rowsOfSelection(board.selection()), std::vector<int>({71}));
        board.select(selectionOfRows(*m_devices, {0, 1}), QItemSelectionModel::Select);
        QCOMPARE(rowsOfSelection(linked.selection()), std::vector<int>({0, 70, 71}));
        linked.select(m_sorted->index(70, 0), QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        QCOMPARE(rowsOfSelection(board.selection()), std::vector<int>({0, 71}));
        board.setCurrentIndex(m_devices->index(5, 0), QItemSelectionModel::NoUpdate);
        QCOMPARE(linked.currentIndex().row(), 66);
        linked.clear();
        QVERIFY(!board.hasSelection() && !board.currentIndex().isValid());
    }

private:
    bool isSorted(int column, Qt::SortOrder order = Qt::AscendingOrder) const {
        for (int place = 1; place < m_sorted->rowCount(); ++place) {
            const SortKey a = columnKey(m_sorted->device(place - 1), column);
            const SortKey b = columnKey(m_sorted->device(place), column);
            if (order == Qt::AscendingOrder ? b < a : a < b)
                return false;
        }
        return true;
    }
    QStringList names() const {
        QStringList all;
        for (int place = 0; place < m_sorted->rowCount(); ++place)
            all << m_sorted->index(place, 0).data().toString();
        return all;
    }
    void filter(const char* words) {
        DeviceFilter filter;
        filter.query = DeviceQuery::parse(QLatin1String(words));
        m_sorted->setFilter(filter);
    }
    Device& available() {
        return *std::find_if(m_lab.devices.begin(), m_lab.devices.end(), [](const Device& d) {
            return deviceState(d.presence, d.lease, d.service) == DeviceState::available;
        });
    }
    QModelIndex indexOf(const Device& device) const {
        return m_devices->index(m_devices->rowOfDevice(device.id), 0);
    }

    std::unique_ptr<console::LabStore> m_store;
    Lab m_lab;
    std::unique_ptr<DeviceModel> m_devices;
    std::unique_ptr<SortedDevices> m_sorted;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_MAIN(SortedDevicesTest)
#include "sorted_devices_test.moc"
