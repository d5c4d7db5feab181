using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Structure;

/// <summary>A file holds one type and bears its name; <c>Type.Part.cs</c> holds a part of one. <c>GlobalUsings.cs</c> holds none.</summary>
internal sealed class FileIsTypeRule : CodeRule
{
    public override IEnumerable<SourceFile[]> Bad =>
    [
        File("src/ElasticMoE.A/B.cs", "class A { }"),
        File("src/ElasticMoE.A/A.cs", "class A { }\nenum B { One }"),
        File("src/ElasticMoE.A/A.cs", "// nothing\n"),
        File("src/ElasticMoE.A/A.Part.cs", "class B { }"),
    ];

    public override IEnumerable<SourceFile[]> Good =>
    [
        File("src/ElasticMoE.A/A.cs", "class A<T> { class Inner { } }"),
        File("src/ElasticMoE.A/A.Part.cs", "partial class A { }"),
        File("src/ElasticMoE.A/GlobalUsings.cs", "global using System;"),
    ];

    protected override IEnumerable<Offence> Check(SourceFile file)
    {
        string[] names = [.. TypeNames.TopLevel(file).Select(TypeNames.NameOf)];
        if (file.Name == "GlobalUsings.cs" && names.Length == 0)
            yield break;
        if (names.Length != 1)
            yield return new(file.Path, 0, $"holds {names.Length} types ({string.Join(", ", names)}); a file holds one");
        else if (file.Name != names[0] + ".cs" && !file.Name.StartsWith(names[0] + ".", StringComparison.Ordinal))
            yield return new(file.Path, 0, $"holds {names[0]} and bears another name");
    }
}
