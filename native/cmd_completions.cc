// Shell completions, made from the list of commands and scenarios. Options are completed by asking
// `weir help COMMAND`, so that there is nothing to keep in step.
#include "core/base/text.h"
#include "core/engine/scenario_json.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/help_text.h"

namespace weir {
namespace {

std::string CommandWords() {
  std::string words;
  for (const HelpText& help : HelpTexts()) {
    if (!help.command.empty()) words += StrCat({words.empty() ? "" : " ", help.command});
  }
  return words;
}

std::string ScenarioWords() {
  std::string words;
  for (const ScenarioSummary& scenario : BundledScenarios()) {
    words += StrCat({words.empty() ? "" : " ", scenario.name});
  }
  return words;
}

// zsh understands it too, through bashcompinit.
std::string BashText() {
  const std::string commands = CommandWords();
  return StrCat({R"bash(_weir() {
  local word=${COMP_WORDS[COMP_CWORD]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=")bash",
                 commands, R"bash( --help --version"
  elif [[ $word == -* ]]; then
    words=$(weir help "${COMP_WORDS[1]}" 2>/dev/null | grep -oE -- '^  --[a-z-]+')
  else
    case ${COMP_WORDS[1]} in
      run | digest | trace | poster | check | explain | compare | metrics | cost | scenario | ui) words=")bash",
                 ScenarioWords(), R"bash(" ;;
      help) words=")bash",
                 commands, R"bash(" ;;
      completions) words="bash zsh fish" ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _weir weir
)bash"});
}

std::string FishText() {
  std::string text = "complete -c weir -n __fish_use_subcommand -f\n";
  for (const HelpText& help : HelpTexts()) {
    if (help.command.empty()) continue;
    text += StrCat({"complete -c weir -n __fish_use_subcommand -a ", help.command, " -d '",
                    help.summary, "'\n"});
  }
  return text + StrCat({"complete -c weir -n '__fish_seen_subcommand_from run digest trace poster "
                        "check explain compare metrics cost scenario ui' -a '",
                        ScenarioWords(), "'\n",
                        "complete -c weir -n 'not __fish_use_subcommand' -a \"(weir help "
                        "(commandline -opc)[2] 2>/dev/null | string match -r -- '^  --[a-z-]+' | "
                        "string trim)\"\n"});
}

}  // namespace

Result<void> CommandCompletions(const std::string& shell) {
  if (shell == "bash") return Print(BashText());
  if (shell == "zsh") {
    return Print(StrCat({"autoload -U +X bashcompinit && bashcompinit\n", BashText()}));
  }
  if (shell == "fish") return Print(FishText());
  return Error{ErrorCode::kInput, shell.empty()
                                      ? std::string("of which shell? bash, zsh or fish")
                                      : StrCat({"no completions for \"", shell,
                                                "\"; there are some for bash, zsh and fish"})};
}

}  // namespace weir
