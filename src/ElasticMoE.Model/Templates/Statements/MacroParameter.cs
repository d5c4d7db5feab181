using ElasticMoE.Model.Templates.Expressions;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>A macro's parameter and what it is where the call leaves it out.</summary>
internal sealed record MacroParameter(string Name, Expression? Default);
