using ElasticMoE.Contracts.Control;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>Something that changes a cluster: a row of <see cref="AdminTable"/>, from which path, documentation and command line follow.</summary>
/// <param name="Noun">What it is about.</param>
/// <param name="Name">What it does.</param>
/// <param name="Description">For people, in one sentence.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Build">Makes the command of them.</param>
public sealed record AdminVerb(string Noun, string Name, string Description, IReadOnlyList<AdminParameter> Parameters, Func<AdminArguments, AdminCommand> Build)
{
    /// <summary>Fields every change takes besides its own.</summary>
    public static IReadOnlyList<AdminParameter> Common { get; } =
    [
        new("id", AdminParameterKind.Text, "Names this request: 32 hexadecimal digits. The same again changes nothing further."),
        new("dryRun", AdminParameterKind.Flag, "Only says what it would do."),
    ];

    /// <summary>Where it is posted to.</summary>
    public string Path => $"{AdminTable.Root}/{Noun}/{Name}";
}
