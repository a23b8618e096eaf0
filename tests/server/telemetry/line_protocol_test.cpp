// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/line_protocol.h"
#include "server/telemetry/payload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <random>

using namespace labwarden;
using namespace labwarden::telemetry;
using devices::Reading;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

namespace {

std::vector<Reading> good(std::string_view text, Precision precision = Precision::ms) {
    std::vector<Fault> faults;
    auto readings = readLines(text, "bench-1", precision, 1000, faults);
    for (const auto& fault : faults)
        ADD_FAILURE() << fault.pointer << ": " << fault.message << " in " << text;
    if (readings.empty())
        readings.emplace_back(); // so that a test that has failed does not end them all
    return readings;
}

std::vector<std::string> faultsOf(std::string_view text, std::size_t maxLines = 1000) {
    std::vector<Fault> faults;
    readLines(text, "bench-1", Precision::ms, maxLines, faults);
    std::vector<std::string> places;
    for (const auto& fault : faults) {
        EXPECT_FALSE(fault.message.empty());
        places.push_back(fault.pointer);
    }
    return places;
}

std::string firstFault(std::string_view line) {
    std::vector<Fault> faults;
    readLines(line, "bench-1", Precision::ms, 1000, faults);
    return faults.empty() ? "none" : faults.front().message;
}

bool sensible(const std::vector<Reading>& readings) {
    return !readings.empty() && std::ranges::all_of(readings, [](const Reading& reading) {
        return !reading.values.empty() && reading.values.size() <= devices::maxMetrics &&
               std::ranges::all_of(reading.values, [](const auto& value) {
                   return devices::isMetricName(value.first) && std::isfinite(value.second);
               });
    });
}

/// The readings as the plainest lines that say the same.
std::string written(const std::vector<Reading>& readings) {
    std::string text;
    for (const auto& reading : readings) {
        text += "m";
        char separator = ' ';
        for (const auto& [name, value] : reading.values) {
            char digits[32];
            text += std::exchange(separator, ',') + name + '=';
            text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
        }
        if (reading.at)
            text += ' ' + std::to_string(reading.at->ms);
        text += '\n';
    }
    return text;
}

} // namespace

TEST(ALine, gives_its_numbers_and_its_moment) {
    const auto readings =
        good("telemetry,room=2a vbus=12.05,errors=3i,count=7u,low=-1.5e-3,up=+4 1700000000123\n");
    ASSERT_EQ(readings.size(), 1U);
    EXPECT_EQ(readings[0].at, Timestamp{1'700'000'000'123});
    EXPECT_THAT(readings[0].values, ElementsAre(Pair("vbus", 12.05), Pair("errors", 3), Pair("count", 7),
                                                Pair("low", -0.0015), Pair("up", 4)));
}

TEST(ALine, may_leave_its_moment_out_and_stand_among_blank_lines_and_comments) {
    const auto readings = good("# what follows is from a shell\r\n\r\n  \nm a=1\r\n  m b=2  \nm c=3");
    ASSERT_EQ(readings.size(), 3U);
    EXPECT_FALSE(readings[0].at);
    EXPECT_THAT(readings[2].values, ElementsAre(Pair("c", 3)));
}

TEST(ALine, counts_time_as_it_is_told_and_keeps_milliseconds) {
    const auto at = [](const char* text, Precision precision) {
        return good(std::string("m a=1 ") + text, precision).front().at.value_or(Timestamp{-77}).ms;
    };
    EXPECT_EQ(at("1700000000123999999", Precision::ns), 1'700'000'000'123);
    EXPECT_EQ(at("1700000000123999", Precision::us), 1'700'000'000'123);
    EXPECT_EQ(at("1700000000123", Precision::ms), 1'700'000'000'123);
    EXPECT_EQ(at("1700000000", Precision::s), 1'700'000'000'000);
    EXPECT_EQ(at("-1", Precision::ns), -1) << "a moment before is not the moment itself";
    EXPECT_EQ(at("-9223372036854775808", Precision::ns), -9'223'372'036'855);
    EXPECT_EQ(precisionOf("u"), Precision::us);
    EXPECT_FALSE(precisionOf("minutes"));
}

TEST(ALine, is_read_over_up_to_its_fields_whatever_is_escaped_there) {
    for (const auto* line : {R"(cpu\ load\,all,host=my\ host,path=a\=b\,c v=1)", R"(m,device=bench-1 v=1)",
                             R"(m,x=\ v2 v=1)", R"(m\\,t=ä€ v=1)"})
        EXPECT_THAT(good(line).front().values, ElementsAre(Pair("v", 1))) << line;
}

TEST(ALine, cannot_be_written_as_another_device) {
    for (const auto* line :
         {"m,device=bench-2 v=1", R"(m,a=b,device=bench-2 v=1)", R"(m,de\vice=bench-2 v=1)",
          R"(m,device=bench\-1 v=1)", "m,device=bench-1,device=bench-2 v=1"})
        EXPECT_THAT(firstFault(line), HasSubstr("another device")) << line;
    EXPECT_THAT(firstFault("m device=1"), HasSubstr("name")) << "as a field it would hide the tag";
}

TEST(ALine, that_is_none_is_refused_with_what_is_wrong) {
    const std::pair<const char*, const char*> lines[] = {
        {" ,t=1 v=1", "measurement"},
        {"m", "no space"},
        {"m,", "tag"},
        {"m,t v=1", "tag"},
        {"m,t= v=1", "no value"},
        {"m,=x v=1", "tag"},
        {"m ", "field"},
        {"m v", "field"},
        {"m v=", "finite number"},
        {"m v=1,", "field"},
        {"m =1", "name"},
        {"m Volt=1", "name"},
        {"m time=1", "name"},
        {"m v=\"text\"", "finite number"},
        {"m v=true", "finite number"},
        {"m v=nan", "finite number"},
        {"m v=inf", "finite number"},
        {"m v=1e999", "finite number"},
        {"m v=0x10", "finite number"},
        {"m v=1.5i", "whole number"},
        {"m v=-1u", "whole number"},
        {"m v=9223372036854775808i", "whole number"},
        {"m v=1 now", "timestamp"},
        {"m v=1 1.5", "timestamp"},
        {"m v=1 99999999999999999999", "timestamp"},
        {"m v=1 9223372036854775807", "out of range"},
        {"m v=1 -9223372036854775808", "out of range"},
        {"m v=1 1 2", "more after"},
        {"m v=1\tw=2", "finite number"},
    };
    for (const auto& [line, why] : lines)
        EXPECT_THAT(firstFault(line), HasSubstr(why)) << line;
    std::string many = "m a0=0";
    for (int i = 1; i < 257; ++i)
        many += ",a" + std::to_string(i) + "=1";
    EXPECT_THAT(firstFault(many), HasSubstr("256"));
    EXPECT_THAT(firstFault("m " + std::string(65, 'a') + "=1"), HasSubstr("name"));
}

TEST(Lines, have_all_their_faults_told_by_number) {
    EXPECT_THAT(faultsOf("m a=1\nm\n# no\n\nm b=x 5\nm c=3"), ElementsAre("/lines/2", "/lines/5"));
    EXPECT_THAT(faultsOf(""), ElementsAre(""));
    EXPECT_THAT(faultsOf("\n# nothing\n"), ElementsAre(""));
    EXPECT_THAT(faultsOf("m a=1\nm a=2\nm a=3\n", 2), ElementsAre("/lines/3"));
    std::string bad;
    for (int i = 0; i < 1000; ++i)
        bad += "m\n";
    EXPECT_EQ(faultsOf(bad).size(), maxFaults);
}

TEST(APayload, is_json_or_lines_by_its_first_letter) {
    std::string why;
    EXPECT_EQ(readPayload(" \n{\"values\": {\"a\": 1}}", "k", why)->size(), 1U);
    EXPECT_EQ(readPayload("[{\"values\": {\"a\": 1}}]", "k", why)->size(), 1U);
    EXPECT_EQ(readPayload("m a=1 1700000000000000000", "k", why)->front().at, Timestamp{1'700'000'000'000});
    EXPECT_FALSE(readPayload("secret-text", "k", why));
    EXPECT_THAT(why, testing::Not(HasSubstr("secret")));
    EXPECT_FALSE(readPayload(std::string(devices::maxPayload, '\n') + "m a=1", "k", why));
    EXPECT_THAT(why, HasSubstr("64 KB"));
}

TEST(Lines, of_any_bytes_are_either_refused_or_read_as_what_they_say) {
    std::mt19937 random(20260301);
    const std::string_view letters = "m,t= \\\"\n\r#ve0123456789.+-iu{}[]\xc3\xa4\x01\x7f";
    int accepted = 0, refused = 0;
    const auto check = [&](const std::string& text) {
        std::vector<Fault> faults;
        const auto readings = readLines(text, "bench-1", Precision::ms, 1000, faults);
        if (!faults.empty()) {
            ++refused;
            return;
        }
        ++accepted;
        ASSERT_TRUE(sensible(readings)) << text;
        std::vector<Fault> again;
        const auto same = readLines(written(readings), "bench-1", Precision::ms, 1000, again);
        ASSERT_TRUE(again.empty()) << text;
        ASSERT_EQ(same.size(), readings.size()) << text;
        for (std::size_t i = 0; i < same.size(); ++i) {
            ASSERT_EQ(same[i].at, readings[i].at) << text;
            ASSERT_EQ(same[i].values, readings[i].values) << text;
        }
    };
    for (int i = 0; i < 20'000; ++i) { // nothing but letters that mean something
        std::string text(random() % 40, ' ');
        for (auto& c : text)
            c = letters[random() % letters.size()];
        check(text);
    }
    const std::string seed = "telemetry,device=bench-1,room=a\\ b vbus=12.05,n=3i 1700000000123\n"
                             "m,t=\\,x a=-1e-5,b=7u\n# comment\nm v=1 -5\n";
    for (int i = 0; i < 20'000; ++i) { // good ones with a few letters changed, gone, doubled or added
        std::string text = seed;
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            const auto at = random() % text.size();
            switch (random() % 4) {
            case 0:
                text[at] = letters[random() % letters.size()];
                break;
            case 1:
                text.erase(at, 1 + random() % 5);
                break;
            case 2:
                text.insert(at, text.substr(at, random() % 20));
                break;
            default:
                text.insert(at, 1, static_cast<char>(random()));
            }
        }
        check(text);
    }
    EXPECT_GT(accepted, 2000);
    EXPECT_GT(refused, 2000);
}
