using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules;

/// <summary>One rule of the repository. Its samples show that it can fail, and that it leaves the right form alone.</summary>
internal abstract class Rule
{
    /// <summary>The name in messages, in exceptions.txt and in baseline.txt: the type's, in words joined by hyphens.</summary>
    public string Name => string.Concat(GetType().Name.Replace("Rule", "").Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    public abstract IEnumerable<Offence> Check(SourceTree tree);

    /// <summary>Each alone must be noticed.</summary>
    public abstract IEnumerable<SourceFile[]> Bad { get; }

    /// <summary>None of these may be noticed.</summary>
    public virtual IEnumerable<SourceFile[]> Good => [];

    /// <summary>A sample of one file.</summary>
    protected static SourceFile[] File(string path, string text) => [new(path, text)];

    /// <summary>A sample with the code as a method's body, in a project bound by every rule.</summary>
    protected static SourceFile[] Body(string statements) => Member($"void M() {{ {statements} }}");

    /// <summary>A sample with the code as a type's member, in a project bound by every rule.</summary>
    protected static SourceFile[] Member(string member) =>
        File("src/ElasticMoE.Engine/Sample.cs", $"namespace ElasticMoE.Engine;\n[Machine]\ninternal sealed class Sample\n{{\n    {member}\n}}\n");
}
