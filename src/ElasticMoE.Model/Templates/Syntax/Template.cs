using ElasticMoE.Model.Templates.Scoping;
using ElasticMoE.Model.Templates.Statements;

namespace ElasticMoE.Model.Templates.Syntax;

/// <summary>A parsed template and the names of its outermost body.</summary>
internal sealed record Template(Body Body, ScopePlan Plan);
