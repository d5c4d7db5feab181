using System.Text.Json.Serialization.Metadata;

namespace ElasticMoE.ControlPlane.Admin;

/// <summary>Something that is asked of a cluster: a row of <see cref="AdminTable"/>.</summary>
/// <param name="Noun">What it is about.</param>
/// <param name="Name">What is asked; empty where the noun says it.</param>
/// <param name="Description">For people, in one sentence.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Answer">The answer's type.</param>
/// <param name="Ask">Asks.</param>
public sealed record AdminQuery(string Noun, string Name, string Description, IReadOnlyList<AdminParameter> Parameters, JsonTypeInfo Answer, Func<IClusterReports, AdminArguments, CancellationToken, Task<object>> Ask)
{
    /// <summary>Where it is got from.</summary>
    public string Path => Name.Length == 0 ? $"{AdminTable.Root}/{Noun}" : $"{AdminTable.Root}/{Noun}/{Name}";

    /// <summary>A query whose answer is at hand.</summary>
    internal static AdminQuery Of<T>(string noun, string name, string description, IReadOnlyList<AdminParameter> parameters, JsonTypeInfo<T> answer, Func<IClusterReports, AdminArguments, T> ask)
        where T : class => new(noun, name, description, parameters, answer, (reports, arguments, _) => Task.FromResult<object>(ask(reports, arguments)));
}
