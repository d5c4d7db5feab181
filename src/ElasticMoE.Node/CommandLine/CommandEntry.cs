using System.CommandLine;

namespace ElasticMoE.Node.CommandLine;

/// <summary>A command as the list of commands shows it, and how to fill in its options and subcommands.</summary>
internal sealed record CommandEntry(string Name, string Description, Action<Command, CommandHost> Fill)
{
    public Command Create(CommandHost host, bool isNamed)
    {
        var command = new Command(Name, Description);
        if (isNamed)
            Fill(command, host);
        return command;
    }
}
