// Journals as text: a header, then a command a line; errors name the line.
#include "core/engine/journal.h"

#include <gtest/gtest.h>

#include <string>

namespace weir {
namespace {

std::string ErrorOf(std::string_view text) {
  const Result<Journal> journal = ParseJournal(text);
  return journal.ok() ? "" : journal.error().message;
}

constexpr std::string_view kHeader =
    "{\"weir_journal\": 1, \"scenario\": \"trucks\", \"seed\": 7}\n";

std::string With(std::string_view lines) { return std::string(kHeader) + std::string(lines); }

TEST(JournalTest, WhatIsWrittenIsReadBackAsItWas) {
  Journal journal{"my scenario.json", INT64_MAX, {}};
  journal.commands.push_back({Seconds(0), DeleteStreamCommand{"s"}});
  journal.commands.push_back({Micros(123'456'789), PauseConsumerCommand{"c", true}});
  journal.commands.push_back({Micros(123'456'789), PauseConsumerCommand{"c", false}});
  const std::string text = JournalToText(journal);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
  const Result<Journal> back = ParseJournal(text);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back.value().scenario, journal.scenario);
  EXPECT_EQ(back.value().seed, journal.seed);
  ASSERT_EQ(back.value().commands.size(), 3);
  EXPECT_EQ(back.value().commands[1].at, Micros(123'456'789));
  EXPECT_EQ(JournalToText(back.value()), text);
}

TEST(JournalTest, EmptyLinesAndLineEndsOfWindowsAreNothing) {
  const Result<Journal> journal = ParseJournal(
      "\r\n{\"weir_journal\": 1, \"scenario\": \"trucks\", \"seed\": 7}\r\n\r\n"
      "{\"at_us\": 5, \"do\": \"DeleteStream\", \"stream\": \"s\"}");
  ASSERT_TRUE(journal.ok()) << journal.error().message;
  EXPECT_EQ(journal.value().commands.size(), 1);
}

TEST(JournalTest, AJournalWithoutAHeaderIsNone) {
  EXPECT_NE(ErrorOf("").find("the journal is empty"), std::string::npos);
  EXPECT_NE(ErrorOf("\n\n").find("the journal is empty"), std::string::npos);
  EXPECT_EQ(ErrorOf("{\"at_us\": 5}").find("line 1: weir_journal: is missing"), 0);
  EXPECT_EQ(ErrorOf("{\"weir_journal\": 2, \"scenario\": \"x\", \"seed\": 1}")
                .find("line 1: weir_journal: expected a whole number from 1 to 1"),
            0);
  EXPECT_EQ(ErrorOf("{\"weir_journal\": 1, \"scenario\": \"x\"}").find("line 1: seed: is missing"),
            0);
}

TEST(JournalTest, ErrorsNameTheirLine) {
  EXPECT_EQ(ErrorOf(With("\nnonsense")).find("line 3, column 2: "), 0);
  EXPECT_EQ(ErrorOf(With("{\"do\": \"DeleteStream\", \"stream\": \"s\"}")),
            "line 2: at_us: is missing; expected a whole number");
  EXPECT_EQ(ErrorOf(With("{\"at_us\": -1, \"do\": \"DeleteStream\", \"stream\": \"s\"}"))
                .find("line 2: at_us: expected a whole number from 0"),
            0);
  EXPECT_EQ(ErrorOf(With("{\"at_us\": 1, \"do\": \"Delete\", \"stream\": \"s\"}"))
                .find("line 2: do: \"Delete\" is no command"),
            0);
  EXPECT_EQ(ErrorOf(With("{\"at_us\": 1, \"do\": \"DeleteStream\", \"stream\": \"s\", \"x\": 1}"))
                .find("line 2: x: unknown member"),
            0);
}

TEST(JournalTest, TimesNeverGoBack) {
  const char* first = "{\"at_us\": 5, \"do\": \"DeleteStream\", \"stream\": \"s\"}\n";
  EXPECT_EQ(ErrorOf(With(std::string(first) + first)), "");
  EXPECT_EQ(ErrorOf(With(std::string(first) +
                         "{\"at_us\": 4, \"do\": \"DeleteStream\", \"stream\": \"s\"}")),
            "line 3: at_us: lies before the command of the line above; times never go back");
}

TEST(JournalTest, TheErrorIsOneOfInput) {
  EXPECT_EQ(ParseJournal("").error().code, ErrorCode::kInput);
  EXPECT_EQ(ParseJournal("{").error().code, ErrorCode::kInput);
}

}  // namespace
}  // namespace weir
