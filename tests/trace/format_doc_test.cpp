// docs/trace-format.md names every kind and field there is, and its example is real.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "sim/trace/event.h"

namespace loopscope::trace {
namespace {

std::string read(const std::string& path) {
    std::ifstream file(std::string(LOOPSCOPE_SOURCE_DIR) + path, std::ios::binary);
    EXPECT_TRUE(file) << path;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The row of the table of kinds that begins with `kind`.
std::string row_of(const std::string& doc, std::string_view kind) {
    std::size_t begin = doc.find("\n| `" + std::string(kind) + "` |");
    return begin == std::string::npos ? "" : doc.substr(begin, doc.find('\n', begin + 1) - begin);
}

TEST(FormatDocument, HasEveryKindWithItsFieldsAndDetailNames) {
    std::string doc = read("/docs/trace-format.md");
    std::string table = doc.substr(doc.find("| kind | fields |"));
    for (const EventSchema& schema : all_schemas()) {
        std::string row = row_of(table, schema.name);
        EXPECT_NE(row, "") << schema.name;
        std::size_t fields_begin = row.find('|', 3);
        std::string fields =
            row.substr(fields_begin, row.find('|', fields_begin + 1) - fields_begin);
        std::size_t expected = 0;
        for (std::string_view field : {schema.a, schema.b, schema.c, schema.number, schema.text,
                                       schema.text2, schema.detail, schema.line}) {
            if (field.empty()) continue;
            ++expected;
            EXPECT_NE(fields.find("`" + std::string(field) + "`"), std::string::npos)
                << schema.name << " has " << field;
        }
        auto ticks = static_cast<std::size_t>(std::count(fields.begin(), fields.end(), '`'));
        EXPECT_EQ(ticks, 2 * expected) << schema.name << ": " << fields;
        for (std::string_view name : schema.detail_names)
            EXPECT_NE(row.find("`" + std::string(name) + "`"), std::string::npos)
                << schema.name << " has " << name;
    }
}

TEST(FormatDocument, ItsExampleStandsInTheGoldenFile) {
    std::string doc = read("/docs/trace-format.md");
    std::istringstream lines(doc.substr(doc.find("## An example")));
    std::string golden = read("/tests/trace/golden/sample.trace");
    std::size_t found = 0;
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("{\"t\"")) {
            EXPECT_NE(golden.find("\n" + line + "\n"), std::string::npos) << line;
            ++found;
        }
    EXPECT_GT(found, 20u);
}

}  // namespace
}  // namespace loopscope::trace
