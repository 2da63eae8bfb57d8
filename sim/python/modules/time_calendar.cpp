// The calendar: civil dates by Howard Hinnant's era arithmetic, strftime piece by piece.
#include "sim/python/modules/time_calendar.h"

#include <fmt/format.h>

namespace loopscope::python::modules {

const char* const kMonthNames[12] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
const char* const kDayNames[7] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                  "Friday", "Saturday", "Sunday"};

namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr std::int64_t kDaysPerEra = 146097;  ///< 400 years.
constexpr std::int64_t kEpochShift = 719468;  ///< Days from 0000-03-01 to 1970-01-01.

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0);
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

/// ISO 8601: the week that a date is in, and the year that the week belongs to.
struct IsoWeek {
    std::int64_t year;
    int week;
};

int iso_weeks_in(std::int64_t year) {
    auto first_weekday = [](std::int64_t y) {
        std::int64_t days = days_from_civil(y, 1, 1);
        return static_cast<int>(((days + 3) % 7 + 7) % 7);  // Monday is 0.
    };
    int first = first_weekday(year);
    bool long_year = first == 3 || (first == 2 && is_leap(year));
    return long_year ? 53 : 52;
}

IsoWeek iso_week(const CalendarTime& time) {
    int week = (time.year_day - (time.weekday + 1) + 10) / 7;
    if (week < 1) return {time.year - 1, iso_weeks_in(time.year - 1)};
    if (week > iso_weeks_in(time.year)) return {time.year + 1, 1};
    return {time.year, week};
}

int hour12(const CalendarTime& time) { return time.hour % 12 == 0 ? 12 : time.hour % 12; }

/// One conversion; an empty answer with `known` false: not a conversion, the text stays.
std::string convert(char letter, const CalendarTime& t, bool& known) {
    known = true;
    std::string_view day = kDayNames[t.weekday];
    std::string_view month = kMonthNames[t.month - 1];
    switch (letter) {
        case 'a':
            return std::string(day.substr(0, 3));
        case 'A':
            return std::string(day);
        case 'b':
        case 'h':
            return std::string(month.substr(0, 3));
        case 'B':
            return std::string(month);
        case 'c':
            return ascii_time(t);
        case 'C':
            return fmt::format("{:02}", t.year / 100);
        case 'd':
            return fmt::format("{:02}", t.day);
        case 'D':
        case 'x':
            return fmt::format("{:02}/{:02}/{:02}", t.month, t.day, t.year % 100);
        case 'e':
            return fmt::format("{:2}", t.day);
        case 'F':
            return fmt::format("{}-{:02}-{:02}", t.year, t.month, t.day);
        case 'g':
            return fmt::format("{:02}", iso_week(t).year % 100);
        case 'G':
            return fmt::format("{}", iso_week(t).year);
        case 'H':
            return fmt::format("{:02}", t.hour);
        case 'I':
            return fmt::format("{:02}", hour12(t));
        case 'j':
            return fmt::format("{:03}", t.year_day);
        case 'k':
            return fmt::format("{:2}", t.hour);
        case 'l':
            return fmt::format("{:2}", hour12(t));
        case 'm':
            return fmt::format("{:02}", t.month);
        case 'M':
            return fmt::format("{:02}", t.minute);
        case 'n':
            return "\n";
        case 'p':
            return t.hour < 12 ? "AM" : "PM";
        case 'P':
            return t.hour < 12 ? "am" : "pm";
        case 'r':
            return fmt::format("{:02}:{:02}:{:02} {}", hour12(t), t.minute, t.second,
                               t.hour < 12 ? "AM" : "PM");
        case 'R':
            return fmt::format("{:02}:{:02}", t.hour, t.minute);
        case 's':
            return fmt::format("{}", seconds_of(t));
        case 'S':
            return fmt::format("{:02}", t.second);
        case 't':
            return "\t";
        case 'T':
        case 'X':
            return fmt::format("{:02}:{:02}:{:02}", t.hour, t.minute, t.second);
        case 'u':
            return fmt::format("{}", t.weekday + 1);
        case 'U':
            return fmt::format("{:02}", (t.year_day + 6 - (t.weekday + 1) % 7) / 7);
        case 'V':
            return fmt::format("{:02}", iso_week(t).week);
        case 'w':
            return fmt::format("{}", (t.weekday + 1) % 7);
        case 'W':
            return fmt::format("{:02}", (t.year_day + 6 - t.weekday) / 7);
        case 'y':
            return fmt::format("{:02}", t.year % 100);
        case 'Y':
            return fmt::format("{}", t.year);
        case 'z':
            return "+0000";
        case 'Z':
            return "UTC";
        case '%':
            return "%";
        default:
            break;
    }
    known = false;
    return {};
}

}  // namespace

std::int64_t days_from_civil(std::int64_t year, int month, int day) {
    year -= month <= 2 ? 1 : 0;
    std::int64_t era = floor_divide(year, 400);
    std::int64_t year_of_era = year - era * 400;
    std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * kDaysPerEra + day_of_era - kEpochShift;
}

CalendarTime calendar_time(std::int64_t seconds) {
    std::int64_t days = floor_divide(seconds, kSecondsPerDay);
    std::int64_t rest = seconds - days * kSecondsPerDay;
    std::int64_t shifted = days + kEpochShift;
    std::int64_t era = floor_divide(shifted, kDaysPerEra);
    std::int64_t day_of_era = shifted - era * kDaysPerEra;
    std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    std::int64_t month_index = (5 * day_of_year + 2) / 153;
    CalendarTime time;
    time.day = static_cast<int>(day_of_year - (153 * month_index + 2) / 5 + 1);
    time.month = static_cast<int>(month_index < 10 ? month_index + 3 : month_index - 9);
    time.year = year_of_era + era * 400 + (time.month <= 2 ? 1 : 0);
    time.hour = static_cast<int>(rest / 3600);
    time.minute = static_cast<int>(rest / 60 % 60);
    time.second = static_cast<int>(rest % 60);
    time.weekday = static_cast<int>(((days + 3) % 7 + 7) % 7);
    time.year_day = static_cast<int>(days - days_from_civil(time.year, 1, 1) + 1);
    return time;
}

std::int64_t seconds_of(const CalendarTime& time) {
    std::int64_t months = time.year * 12 + (time.month - 1);
    std::int64_t year = floor_divide(months, 12);
    int month = static_cast<int>(months - year * 12) + 1;
    std::int64_t days = days_from_civil(year, month, 1) + (time.day - 1);
    return days * kSecondsPerDay + time.hour * std::int64_t{3600} + time.minute * std::int64_t{60} +
           time.second;
}

std::string format_time(std::string_view format, const CalendarTime& time) {
    std::string text;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%' || i + 1 == format.size()) {
            text += format[i];
            continue;
        }
        std::size_t begin = i++;
        bool unpadded = format[i] == '-' && i + 1 < format.size();
        if (unpadded) ++i;
        bool known = false;
        std::string part = convert(format[i], time, known);
        if (!known) {
            text += format.substr(begin, i + 1 - begin);
            continue;
        }
        std::size_t zeros = part.find_first_not_of("0 ");
        if (unpadded) part.erase(0, zeros == std::string::npos ? part.size() - 1 : zeros);
        text += part;
    }
    return text;
}

std::string ascii_time(const CalendarTime& time) {
    return fmt::format("{} {} {:2} {:02}:{:02}:{:02} {}",
                       std::string_view(kDayNames[time.weekday]).substr(0, 3),
                       std::string_view(kMonthNames[time.month - 1]).substr(0, 3), time.day,
                       time.hour, time.minute, time.second, time.year);
}

}  // namespace loopscope::python::modules
