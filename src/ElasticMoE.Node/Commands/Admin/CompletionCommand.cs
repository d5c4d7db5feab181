using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>`emoe completion`: a script that lets a shell complete commands and options, by asking `emoe` itself.</summary>
internal static class CompletionCommand
{
    private static readonly (string Shell, string Script)[] s_scripts =
    [
        ("bash", """
            _emoe_complete() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(emoe "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _emoe_complete emoe
            """),
        ("zsh", """
            #compdef emoe
            _emoe() {
                local -a found
                found=("${(@f)$(emoe "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                compadd -a found
            }
            compdef _emoe emoe
            """),
        ("fish", """
            complete -f -c emoe -a '(emoe "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
            """),
    ];

    public static void Fill(Command command, CommandHost host)
    {
        foreach ((string shell, string script) in s_scripts)
        {
            var sub = new Command(shell, $"Write the script for {shell}.");
            host.Bind(sub, (_, context) =>
            {
                context.Console.Out.WriteLine(script);
                return ExitCode.Ok;
            });
            command.Subcommands.Add(sub);
        }
    }
}
