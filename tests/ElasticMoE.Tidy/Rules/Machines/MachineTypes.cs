using ElasticMoE.Tidy.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticMoE.Tidy.Rules.Machines;

/// <summary>
/// Machine types are those marked <c>[Machine]</c> and all of the projects that hold nothing else. They are functions of state, message and time.
/// </summary>
internal static class MachineTypes
{
    public static IEnumerable<TypeDeclarationSyntax> All(SourceFile file) =>
        file.IsProduct ? file.Nodes<TypeDeclarationSyntax>().Where(type => file.Project is "ElasticMoE.Placement" || IsMarked(type)) : [];

    private static bool IsMarked(TypeDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => TypeNames.Last(attribute.Name) is "Machine" or "MachineAttribute");
}
